import Tensors
import TestSupport
import Testing

@testable import Diffusion

/// Truth: ComfyUI's `hooks.py`, recorded by `Tests/Golden/Diffusion/make_hooks.py`.
struct HookTests {
    struct Recorded: Decodable {
        struct Walk: Decodable {
            let keyframes: [[Double]]
            let levels: [Float]
            let skipped: [Int]
            let strengths: [Double]
        }

        struct Schedule: Decodable {
            let hooks: [[[Double]]]
            let spans: [[Double]]
        }

        struct Transition: Decodable {
            let name: String
            let count: Int
            let from, to: Double
            let strengths: [Double]
        }

        let walks: [Walk]
        let schedules: [Schedule]
        let transitions: [Transition]
    }

    private final class Change: HookedChange {}

    private func keyframes(_ listed: [[Double]]) -> HookKeyframes {
        HookKeyframes(listed.map { HookKeyframe(strength: $0[0], start: $0[1], leastSteps: Int($0[2])) })
    }

    @Test func `strengths change at the same steps as ComfyUI's`() throws {
        let recorded = try Golden.read("hooks", as: Recorded.self)
        #expect(recorded.walks.count == 10)
        for (number, wanted) in recorded.walks.enumerated() {
            let walk = HookWalk(.discrete(), highest: wanted.levels.max() ?? 0)
            let hook = Hook(Change(), keyframes: keyframes(wanted.keyframes))
            for (step, level) in wanted.levels.enumerated() where !wanted.skipped.contains(step) {
                let found = walk.active([hook], at: level)
                #expect(found.map(\.strength) == [wanted.strengths[step]], "walk \(number), step \(step)")
            }
        }
    }

    @Test func `the way is cut where the strength of a hook changes`() throws {
        let recorded = try Golden.read("hooks", as: Recorded.self)
        #expect(recorded.schedules.count == 6)
        for wanted in recorded.schedules {
            let hooks = wanted.hooks.map { Hook(Change(), keyframes: $0.isEmpty ? nil : keyframes($0)) }
            let found = hooks.schedule.map { [$0.start, $0.end] + $0.hooks.map(\.strength) }
            #expect(found == wanted.spans)
        }
    }

    @Test func `strengths go from one value to another as their transition says`() throws {
        let recorded = try Golden.read("hooks", as: Recorded.self)
        #expect(recorded.transitions.count == 12)
        for wanted in recorded.transitions {
            let transition = try #require(HookTransition(rawValue: wanted.name))
            let found = transition.strengths(wanted.count, from: wanted.from, to: wanted.to)
            #expect(found.count == wanted.count)
            for (one, other) in zip(found, wanted.strengths) { #expect(abs(one - other) < 2e-7, "\(wanted.name)") }
        }
    }

    @Test func `a hook that is there twice counts once`() {
        let (one, other) = (Hook(Change()), Hook(Change()))
        var scheduled = one
        scheduled.keyframes = keyframes([[0.5, 0, 1]])
        let joined = [one, other].joined(with: [scheduled, other])
        #expect(joined.count == 2)
        #expect(joined[0].keyframes == nil)
    }

    @Test func `prompts with other hooks are predicted in calls of their own`() throws {
        let hook = Hook(Change(), keyframes: keyframes([[0.25, 0, 1], [0.75, 0.5, 0]]))
        var hooked = ConditioningEntry(context: Tensor(zeros: [1, 7, 8]))
        hooked.hooks = [hook]
        let plain = ConditioningEntry(context: Tensor(zeros: [1, 7, 8]))
        var calls: [(sides: [Int], strengths: [Double])] = []
        let model = try ConditionedModel(
            [Conditioning([hooked]), Conditioning([plain])], shape: [1, 4, 8, 8], sampling: .discrete(), highest: 15
        ) { call in
            calls.append((call.sides, call.hooks.map(\.strength)))
            return call.latent
        }
        for level in [14, 0.5] as [Float] { _ = try model(Tensor(zeros: [1, 4, 8, 8]), level, sides: [0, 1]) }
        #expect(calls.map(\.sides) == [[0], [1], [0], [1]])
        #expect(calls.map(\.strengths) == [[0.25], [], [0.75], []])
    }

    @Test func `a prompt that was encoded for a part of the way counts there`() throws {
        var entry = ConditioningEntry(context: Tensor(zeros: [1, 7, 8]))
        entry.encodedFor = 0.25...0.75
        entry.end = 0.5
        let sampling = ModelSampling.discrete()
        let prepared = try PreparedEntry(entry, shape: [1, 4, 8, 8], sampling)
        for (part, counts) in [(0.2, false), (0.3, true), (0.49, true), (0.55, false), (0.8, false)] {
            #expect(prepared.counts(at: Float(sampling.sigma(progress: part))) == counts, "\(part)")
        }
    }
}
