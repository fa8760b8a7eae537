import Diffusion
import Engine
import Layers
import Models

/// What hooks do to a text encoder and to the prompts that it encodes.
struct CLIPHooks: Sendable {
    /// Change the encoder.
    var own: [Hook] = []

    /// Are handed on to the prompts.
    var forPrompts: [Hook] = []

    /// Whether prompts are encoded anew for every part of the way with other strengths.
    var followsSchedule = false
}

extension CLIP {
    /// Encodes a prompt under the encoder's hooks: once, or once for each part of the way over which they stay the same.
    ///
    /// - Throws: whatever `encode` throws; if the file lacks its text encoder, or a hook does not fit it.
    func underHooks(_ encode: (TextEncoder) throws -> ConditioningEntry) throws -> [ConditioningEntry] {
        let encoder = try encoder.get()
        guard hooks.followsSchedule, !hooks.own.isEmpty else {
            return [try handingOnHooks(encode(try hookedEncoder()))]
        }
        return try hooks.own.schedule.map { span in
            var entry = try handingOnHooks(encode(encoder.hooked(by: span.hooks)))
            entry.encodedFor = span.start...span.end
            return entry
        }
    }

    /// The text encoder as it is at the beginning of the way.
    ///
    /// - Throws: if the file lacks its text encoder, or a hook does not fit it.
    func hookedEncoder() throws -> TextEncoder {
        let encoder = try encoder.get()
        guard !hooks.own.isEmpty else { return encoder }
        return try encoder.hooked(
            by: hooks.own.map {
                ActiveHook(
                    change: $0.change,
                    strength: hooks.followsSchedule ? $0.keyframes?.keyframes.first?.strength ?? 1 : 1)
            })
    }

    private func handingOnHooks(_ entry: ConditioningEntry) -> ConditioningEntry {
        var entry = entry
        entry.hooks = hooks.forPrompts
        return entry
    }
}
