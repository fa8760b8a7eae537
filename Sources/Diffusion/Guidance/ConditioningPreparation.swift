import Tensors

/// Makes the prompts of all sides ready for latents of one shape.
///
/// - Source: `process_conds` in ComfyUI's `samplers.py`.
struct ConditioningPreparation {
    /// One list for each side, such as positive and negative.
    let sides: [[PreparedEntry]]

    /// - Parameter encode: lets the model add what it makes of an entry, such as its `label`.
    /// - Shapes: `shape` [N, C, H, W] of the latent.
    init(
        _ sides: [Conditioning], shape: [Int], _ sampling: ModelSampling,
        encode: (_ entry: ConditioningEntry, _ side: Int) throws -> ConditioningEntry
    ) throws {
        var prepared = try sides.enumerated().map { number, side in
            try side.entries.map { try PreparedEntry(try encode($0, number), shape: shape, sampling) }
        }
        Self.matchWindows(&prepared)
        Self.lend(\.control, of: \.controlsBothSides, &prepared)
        Self.lend(\.grounding, of: nil, &prepared)
        self.sides = prepared
    }

    /// Gives every window of a side a partner on each other side, so that guidance compares like with like.
    ///
    /// The partner takes its prompt from the smallest entry that the window lies in, and all else from the window's own.
    private static func matchWindows(_ sides: inout [[PreparedEntry]]) {
        for side in sides.indices {
            for entry in sides[side] {
                guard let window = entry.window else { continue }
                for other in sides.indices where other != side {
                    guard let smallest = smallest(around: window, in: sides[other]), smallest.window != window
                    else { continue }
                    var partner = entry
                    partner.entry.context = smallest.entry.context
                    partner.entry.pooled = smallest.entry.pooled
                    partner.entry.label = smallest.entry.label
                    partner.entry.concatenated = smallest.entry.concatenated
                    sides[other].append(partner)
                }
            }
        }
    }

    private static func smallest(around window: Window, in entries: [PreparedEntry]) -> PreparedEntry? {
        var smallest: PreparedEntry?
        for entry in entries {
            guard let area = entry.window else {
                if smallest == nil { smallest = entry }
                continue
            }
            guard window.lies(in: area) else { continue }
            guard let best = smallest?.window else {
                smallest = entry
                continue
            }
            if best.height * best.width > area.height * area.width { smallest = entry }
        }
        return smallest
    }

    /// Lends what the first side's whole pictures have to the other sides, where those have nothing of the kind.
    ///
    /// - Parameter condition: whether an entry lends; all do if it is nil.
    private static func lend(
        _ lent: WritableKeyPath<ConditioningEntry, (any Control)?>, of condition: KeyPath<ConditioningEntry, Bool>?,
        _ sides: inout [[PreparedEntry]]
    ) {
        guard let first = sides.first else { return }
        let owners = first.filter { owner in
            owner.window == nil && (condition.map { owner.entry[keyPath: $0] } ?? true)
        }
        let things = owners.compactMap { $0.entry[keyPath: lent] }
        guard !things.isEmpty else { return }
        for side in sides.indices.dropFirst() {
            let whole = sides[side].indices.filter { sides[side][$0].window == nil }
            guard !whole.isEmpty, whole.allSatisfy({ sides[side][$0].entry[keyPath: lent] == nil }) else { continue }
            // Where there are more of them than prompts, ComfyUI's last one stays.
            for (index, thing) in things.enumerated() {
                sides[side][whole[index % whole.count]].entry[keyPath: lent] = thing
            }
        }
    }
}
