import Engine
import Tensors

/// How colours are likened.
enum ColourLikening: String, Choice {
    case reinhard = "reinhard_lab"
    case mongeKantorovich = "mkl_lab"
    case histogram
}

/// Which pictures tell what the colours are like now.
enum ColourSource: String, Choice {
    case each = "per_frame"
    case all = "uniform"
    case one = "target_frame"
}

/// Gives pictures the colours of others.
struct ColorTransfer: Node {
    static let displayName = "Transfer Color"
    static let category = "image/filters"
    static let summary = "Give pictures the colours of others: their mean and spread, or how often each level occurs."

    @Input("The pictures whose colours change.") var imageTarget: Image
    @Input("The pictures whose colours they get.") var imageRef: Image
    @Input(
        "reinhard_lab: mean and spread of each of Lab's axes. mkl_lab: of all three together. histogram: how often each level occurs."
    )
    var method: ColourLikening
    @Input("per_frame: each picture changes by itself. uniform, target_frame: all by the same rule.")
    var sourceStats: ColourSource
    @Input(
        "The picture that the rule is made for, from 0.", in: 0...10_000,
        when: .when("source_stats", is: "target_frame"))
    var targetIndex = 0
    @Input("How much of the change is taken.", in: 0...10) var strength = 1.0

    @Output("image") var changed: Image

    func run(_ context: RunContext) throws {
        guard strength != 0 else {
            changed = imageTarget
            return
        }
        let pixels = imageTarget.pixels
        let rule = try method == .histogram ? histogramRule() : labRule()
        let pictures = try (0..<pixels.shape[0]).map { index in
            try context.progress(index, of: pixels.shape[0])
            return clamp(rule(pixels[rows: index..<index + 1], index), 0...1)
        }
        changed = Image(pixels: concatenate(pictures, axis: 0))
    }

    /// What makes a picture and its number into one of other colours.
    private typealias Rule = (Tensor, Int) -> Tensor

    private var references: [Tensor] { Self.pictures(imageRef.pixels) }

    private static func pictures(_ pixels: Tensor) -> [Tensor] {
        (0..<pixels.shape[0]).map { pixels[rows: $0..<$0 + 1] }
    }

    /// The pictures that a rule for all is made for.
    private var sources: [Tensor] {
        let all = Self.pictures(imageTarget.pixels)
        return sourceStats == .one ? [all[min(targetIndex, all.count - 1)]] : all
    }

    // MARK: Levels

    private func histogramRule() throws -> Rule {
        let (own, other) = (imageTarget.pixels.shape[3], imageRef.pixels.shape[3])
        guard own == other else { throw PixelError.otherChannels(own, wanted: other) }
        let share = Float(strength)
        let shared =
            sourceStats == .each
            ? nil : LevelTable(from: LevelDistribution(of: sources), to: LevelDistribution(of: references))
        let references = references
        return { picture, index in
            let table =
                shared
                ?? LevelTable(
                    from: LevelDistribution(of: [picture]),
                    to: LevelDistribution(of: [references[min(index, references.count - 1)]]))
            return picture.mixed(with: table.applied(to: picture), share: share)
        }
    }

    // MARK: Lab

    private func labRule() throws -> Rule {
        for pixels in [imageTarget.pixels, imageRef.pixels] where pixels.shape[3] != 3 {
            throw PixelError.otherChannels(pixels.shape[3], wanted: 3)
        }
        let share = Float(strength)
        let isMatrix = method == .mongeKantorovich
        func change(from source: ColourStatistics, to wanted: ColourStatistics) -> ColourChange {
            isMatrix ? ColourChange(matching: source, to: wanted) : ColourChange(scaling: source, to: wanted)
        }
        let references = references.map { $0.inLab() }
        let shared =
            sourceStats == .each
            ? nil
            : change(
                from: ColourStatistics(of: sources.map { $0.inLab() }), to: ColourStatistics(of: references))
        return { picture, index in
            let lab = picture.inLab()
            let reference = references[min(index, references.count - 1)]
            let change =
                shared ?? change(from: ColourStatistics(of: [lab]), to: ColourStatistics(of: [reference]))
            return lab.mixed(with: change.applied(to: lab), share: share).fromLab()
        }
    }
}

extension Tensor {
    /// The way to another tensor, and beyond it where `share` is above 1.
    ///
    /// - Source: PyTorch's `lerp`, which goes from the nearer end.
    fileprivate func mixed(with other: Tensor, share: Float) -> Tensor {
        if share == 1 { return other }
        return share < 0.5 ? self + (other - self) * share : other - (other - self) * (1 - share)
    }
}
