import Engine
import Formats
import Layers
import Models
import Tensors

/// In what type weights are kept.
enum WeightType: String, Choice {
    case asStored = "default"
    case float8e4m3 = "fp8_e4m3fn"
    case float8e4m3Fast = "fp8_e4m3fn_fast"
    case float8e5m2 = "fp8_e5m2"
}

/// Opens a diffusion model from a file of its own.
struct UNETLoader: Node {
    static let displayName = "Load Diffusion Model"
    static let category = "model/loaders"
    static let summary = "Load a diffusion model from a file without text encoder and VAE."

    @Input("The diffusion model.", from: .models("diffusion_models")) var unetName: FileName
    @Input("In what type weights are kept; all but the first round them.") var weightDtype: WeightType

    @Output var model: Model

    func run(_ context: RunContext) throws {
        let stored = try loadWeightsFile(unetName.path)
        if RTDETR.isIn(stored) {
            let nothing = WeightsError(
                .unsupported("a detector lies here, which makes no pictures"), origin: unetName.path,
                remedy: "Use it with RTDETR_detect.")
            model = Model(network: .failure(nothing), memoryCost: byteCount(of: stored, below: ""))
            model.detector = try RTDETR(file: stored, origin: unetName.path)
            return
        }
        let tensors = weightDtype.rounding.map { type in stored.mapValues { $0.rounded(to: type) } } ?? stored
        model = try Model(
            .success(try UNet(file: tensors, origin: unetName.path)), in: tensors,
            memoryCost: byteCount(of: tensors, below: ""))
    }
}

extension WeightType {
    fileprivate var rounding: ElementType? {
        switch self {
        case .asStored: nil
        case .float8e4m3, .float8e4m3Fast: .float8e4m3
        case .float8e5m2: .float8e5m2
        }
    }
}
