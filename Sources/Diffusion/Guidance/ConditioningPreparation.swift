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
        Self.shareControl(&prepared)
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

    /// Lends control networks of the first side to the others, where those have none.
    private static func shareControl(_ sides: inout [[PreparedEntry]]) {
        guard let first = sides.first else { return }
        let lent = first.filter { $0.window == nil && $0.entry.controlsBothSides }.compactMap(\.entry.control)
        guard !lent.isEmpty else { return }
        for side in sides.indices.dropFirst() {
            let whole = sides[side].indices.filter { sides[side][$0].window == nil }
            guard !whole.isEmpty, whole.allSatisfy({ sides[side][$0].entry.control == nil }) else { continue }
            // Where there are more networks than prompts, ComfyUI's last one stays.
            for (index, control) in lent.enumerated() {
                sides[side][whole[index % whole.count]].entry.control = control
            }
        }
    }
}
