import Cache
import Engine
import JSON
import LinearModels
import Tensors

/// A small model of the user's own.
struct TrainedModel: Port {
    static let portType = "LINEAR_MODEL"

    let model: LinearModel

    var memoryCost: Int { 8 * (model.weights.count + model.offsets.count) }
}

extension TrainedModel: StorablePort {
    static let storedKind = "linear model"

    var stored: StoredValue? {
        StoredValue(
            JSONObject([
                ("labels", .array(model.labels.map { .string($0) })),
                ("weights", .array(model.weights.map { .bits(of: $0) })),
                ("offsets", .array(model.offsets.map { .bits(of: $0) })),
            ]))
    }

    init?(_ stored: StoredValue) {
        guard let labels = stored["labels"]?.array?.compactMap(\.string),
            let weights = stored["weights"]?.array?.compactMap(\.doubleOfBits),
            let offsets = stored["offsets"]?.array?.compactMap(\.doubleOfBits),
            !offsets.isEmpty, weights.count.isMultiple(of: offsets.count),
            labels.isEmpty ? offsets.count == 1 : labels.count == offsets.count
        else { return nil }
        model = LinearModel(labels: labels, weights: weights, offsets: offsets)
    }
}
