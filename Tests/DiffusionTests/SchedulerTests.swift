import Testing

@testable import Diffusion

struct SchedulerTests {
    struct Recorded: Decodable {
        struct Schedule: Decodable {
            let model: String
            let scheduler: String
            let steps: Int
            let sigmas: [Float?]
        }

        struct Free: Decodable {
            let name: String
            let sigmas: [Float]
        }

        let schedules: [Schedule]
        let free: [Free]
    }

    @Test(arguments: Scheduler.allCases)
    func `gives ComfyUI's noise levels`(scheduler: Scheduler) throws {
        let recorded = try Golden.read("schedules", as: Recorded.self).schedules.filter {
            $0.scheduler == scheduler.rawValue
        }
        #expect(recorded.count >= 22)
        for schedule in recorded {
            let model = try #require(recordedModels[schedule.model])
            let found = scheduler.sigmas(steps: schedule.steps, for: model)
            // The cascade's cosine is four operations deep.
            let units: Float = schedule.model == "cascade" ? 4 : 2
            expectClose(found, schedule.sigmas, "\(schedule.model), \(schedule.steps) steps", within: units)
        }
    }

    @Test func `schedules without a model are ComfyUI's`() throws {
        for recorded in try Golden.read("schedules", as: Recorded.self).free {
            let found =
                switch recorded.name {
                case "karras": karrasSigmas(7, from: 9, to: 0.1, rho: 5)
                case "exponential": exponentialSigmas(7, from: 9, to: 0.1)
                case "polyexponential": polyexponentialSigmas(7, from: 9, to: 0.1, rho: 1.7)
                case "vp": variancePreservingSigmas(7, slope: 19.9, lowestRate: 0.1, lastTime: 0.001)
                case "laplace": laplaceSigmas(7, from: 9, to: 0.1, middle: 0.2, width: 0.6)
                case "aligned": AlignedSteps.stableDiffusion1.sigmas(steps: 10)
                case "aligned XL": AlignedSteps.stableDiffusionXL.sigmas(steps: 23)
                case "aligned part": AlignedSteps.stableVideoDiffusion.sigmas(steps: 7, denoise: 0.6)
                case "turbo": turboSigmas(3, .discrete(), denoise: 0.8)
                default: betaSigmas(7, .discrete(), alpha: 0.4, beta: 1.3)
                }
            expectClose(found, recorded.sigmas, recorded.name)
        }
    }

    @Test func `quantiles of the beta distribution invert it`() {
        for (alpha, beta) in [(0.6, 0.6), (0.1, 3), (2, 5), (30, 0.5)] {
            let distribution = BetaDistribution(alpha: alpha, beta: beta)
            for part in [0.001, 0.1, 0.5, 0.77, 0.999] {
                #expect(abs(distribution.cumulative(distribution.quantile(part)) - part) < 1e-9)
            }
        }
        // x²(3 - 2x)
        #expect(abs(BetaDistribution(alpha: 2, beta: 2).cumulative(0.25) - 0.156_25) < 1e-14)
    }
}

let recordedModels: [String: ModelSampling] = [
    "discrete": .discrete(),
    "pure": .discrete(.velocity, NoiseTable(endsInPureNoise: true)),
    "continuous": .continuous(.preconditioned, from: 0.002, to: 120, dataDeviation: 0.5),
    "angle": .continuousAngle(),
    "flow": .flow(shift: 3),
    "aura": .flow(shift: 1.73, multiplier: 1),
    "flux": .exponentialFlow(shift: 1.15),
    "cascade": .cascade(shift: 2),
    "cosmos": .continuous(.cosmosFlow, from: 0.002, to: 80),
]

/// Within two units in the last place; nil stands for a number that is none.
func expectClose(_ found: [Float], _ wanted: [Float?], _ what: String, within units: Float = 2) {
    #expect(found.count == wanted.count, "\(what)")
    for (index, (value, wanted)) in zip(found, wanted).enumerated() {
        guard let wanted else {
            #expect(value.isNaN, "\(what), \(index)")
            continue
        }
        #expect(abs(value - wanted) <= units * wanted.ulp, "\(what), \(index): \(value) for \(wanted)")
    }
}
