import Tensors

/// What a sampler is told to show, or to avoid: any number of prompts, each for a part of the picture and of the way.
///
/// Joining two conditionings joins their entries; where entries overlap, their predictions are averaged.
public struct Conditioning: Sendable {
    public var entries: [ConditioningEntry]

    public init(_ entries: [ConditioningEntry] = []) {
        self.entries = entries
    }

    /// The same with every entry changed.
    public func mapping(_ change: (inout ConditioningEntry) throws -> Void) rethrows -> Conditioning {
        var changed = self
        for index in changed.entries.indices { try change(&changed.entries[index]) }
        return changed
    }

    public static func + (a: Conditioning, b: Conditioning) -> Conditioning {
        Conditioning(a.entries + b.entries)
    }
}

/// One prompt, and where and when it counts.
public struct ConditioningEntry: Sendable {
    /// The encoded prompt, for cross-attention [1 or N, T, D].
    public var context: Tensor

    /// The prompt as one vector [1 or N, D].
    public var pooled: Tensor?

    /// The prompt for control networks [1 or N, T, D]; nil if it is the same.
    public var controlContext: Tensor?

    /// What the model makes of `pooled` and `parameters` and takes beside the timestep [1 or N, D].
    public var label: Tensor?

    /// Channels that are appended to the latent before the model sees it [1 or N, C, H, W].
    public var concatenated: Tensor?

    /// Numbers that nodes attach and models look up, by ComfyUI's names, such as `width` and `crop_h`.
    public var parameters: [String: Double] = [:]

    /// Tensors that nodes attach and models look up, by ComfyUI's names, such as `concat_latent_image`.
    public var tensors: [String: Tensor] = [:]

    /// The part of the picture that it is for; nil for all of it.
    public var area: Area?

    /// How much it counts where [N, H, W], in any size.
    public var mask: Tensor?

    /// Factor on `mask`.
    public var maskStrength = 1.0

    /// Whether the model only sees the mask's bounding box.
    public var isCutToMask = false

    /// How much it counts beside others.
    public var strength = 1.0

    /// The part of the way, 0 at pure noise to 1 at the picture, at which it starts to count; nil for always.
    public var start: Double?

    /// The part of the way after which it no longer counts; nil for never.
    public var end: Double?

    /// The part of the way that the prompt was encoded for, where hooks changed the text encoder on the way.
    public var encodedFor: ClosedRange<Double>?

    /// Changes of the model's weights that count under this prompt only.
    public var hooks: [Hook] = []

    /// Whether it only fills what the other entries leave of the picture.
    public var isDefault = false

    /// A control network and what it looks at; the model knows its type.
    public var control: (any Control)?

    /// Objects with a place of their own in the picture, and what knows them; the model knows its type.
    public var grounding: (any Control)?

    /// Whether `control` also acts on the other side's prompts.
    public var controlsBothSides = false

    public init(context: Tensor, pooled: Tensor? = nil) {
        self.context = context
        self.pooled = pooled
    }
}

/// Something that steers a model beside the prompt. Entries that share one instance can share a batch.
public protocol Control: AnyObject, Sendable {}

/// A rectangle of a picture.
public enum Area: Sendable, Hashable {
    /// In cells of the latent; for most models a cell is eight pixels wide and high.
    case cells(height: Int, width: Int, y: Int, x: Int)
    /// In parts of the picture, 0...1.
    case parts(height: Double, width: Double, y: Double, x: Double)
}
