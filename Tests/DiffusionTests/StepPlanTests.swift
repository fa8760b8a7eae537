import Testing

@testable import Diffusion

struct StepPlanTests {
    private let model = ModelSampling.discrete()

    @Test func `a part of the way is the end of a longer one`() {
        let plan = StepPlan(scheduler: .karras, steps: 5, denoise: 0.6)
        let whole = Scheduler.karras.sigmas(steps: 8, for: model)
        #expect(plan.sigmas(sampler: .euler, for: model) == Array(whole.suffix(6)))
    }

    @Test func `nothing to denoise is no step at all`() {
        #expect(StepPlan(scheduler: .normal, steps: 5, denoise: 0).sigmas(sampler: .euler, for: model).isEmpty)
        #expect(StepPlan(scheduler: .normal, steps: 5, start: 5).sigmas(sampler: .euler, for: model).isEmpty)
    }

    @Test(arguments: [SamplerName.dpm2, .dpm2Ancestral, .uniPC, .uniPCBH2])
    func `samplers that look ahead drop the last level above zero`(sampler: SamplerName) {
        let longer = Scheduler.normal.sigmas(steps: 6, for: model)
        let found = StepPlan(scheduler: .normal, steps: 5).sigmas(sampler: sampler, for: model)
        #expect(found == Array(longer.prefix(5)) + [0])
    }

    @Test func `a run is cut at both ends, and cleaned only if asked for`() {
        let whole = Scheduler.simple.sigmas(steps: 8, for: model)
        var plan = StepPlan(scheduler: .simple, steps: 8, start: 2, end: 5)
        #expect(plan.sigmas(sampler: .euler, for: model) == Array(whole[2...5]))
        plan.endsClean = true
        #expect(plan.sigmas(sampler: .euler, for: model) == Array(whole[2...4]) + [0])
        plan.end = 100
        #expect(plan.sigmas(sampler: .euler, for: model) == Array(whole[2...]))
    }

    @Test func `a denoise next to zero asks for no more levels than there is room for`() {
        let plan = StepPlan(scheduler: .simple, steps: 3, denoise: 1e-300)
        #expect(plan.sigmas(sampler: .euler, for: model).count == 4)
    }
}
