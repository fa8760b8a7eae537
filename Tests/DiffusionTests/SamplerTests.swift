import Diffusion
import Tensors
import TestSupport
import Testing

struct SamplerTests {
    struct Recorded: Decodable {
        struct Case: Decodable {
            let sampler: String
            let levels: String
            let options: Options
            let calls: Int
            let steps: Int
            let last: String
            let result: String
        }

        let shape: [Int]
        let seed: UInt64
        let cfg: Float
        let levels: [String: [Float]]
        let cases: [Case]
    }

    /// ComfyUI's names of the options.
    struct Options: Decodable {
        var eta, s_noise, r, rtol, atol, h_init, pcoeff, icoeff, dcoeff: Double?
        var s_noise_end, noise_clip_std, ge_gamma, noise_scaler_eta: Double?
        var order, max_order, max_stage, predictor_order, corrector_order: Int?
        var simple_order_2: Bool?
        var solver_type: String?
    }

    /// The last bits of PyTorch's elementary functions grow a little on the way.
    ///
    /// The middle of a step of dpmpp_sde becomes a time of the Brownian tree, which rounds it to six decimals: there, a last
    /// bit can decide on another millionth, and so on noise that differs by a thousandth of its size.
    static func tolerance(_ name: SamplerName) -> Double {
        switch name {
        case .dpmppSDE, .dpmppSDEGPU: 1e-4
        default: 2e-6
        }
    }

    @Test(arguments: SamplerName.allCases)
    func `goes ComfyUI's way from noise to picture`(name: SamplerName) throws {
        let recorded = try Golden.read("samplers", as: Recorded.self)
        let cases = recorded.cases.filter { $0.sampler == name.rawValue }
        #expect(cases.count >= 3)
        for wanted in cases {
            let sampler = try configured(name, wanted.options)
            let calls = AnalyticModel.Counter()
            var reports: [StepReport] = []
            let run = SamplerRun(
                sigmas: try #require(recorded.levels[wanted.levels]),
                sampling: wanted.levels == "flow" ? .flow(shift: 3) : .discrete(),
                denoiser: AnalyticModel(cfg: recorded.cfg).denoiser(counting: calls),
                onStep: { reports.append($0) })
            var state = sampler.start(start(recorded, run), seed: recorded.seed, in: run)
            try sampler.finish(&state, in: run)

            let what = "\(name.rawValue), \(wanted.levels), \(wanted.options)"
            let error = relativeError(state.latent.array, try Golden.floats(wanted.result))
            #expect(error < Self.tolerance(name), "\(what): off by \(error)")
            #expect(calls.count == wanted.calls, "\(what)")
            #expect(reports.map(\.step) == Array(0..<wanted.steps), "\(what)")
            let last = try #require(reports.last)
            #expect(
                relativeError(last.denoised.array, try Golden.floats(wanted.last)) < Self.tolerance(name), "\(what)")
        }
    }

    @Test(arguments: SamplerName.allCases)
    func `goes on from any state as if it had never stopped`(name: SamplerName) throws {
        let recorded = try Golden.read("samplers", as: Recorded.self)
        let run = SamplerRun(
            sigmas: try #require(recorded.levels["noise"]), sampling: .discrete(),
            denoiser: AnalyticModel(cfg: recorded.cfg).denoiser())
        var state = name.sampler.start(start(recorded, run), seed: recorded.seed, in: run)
        var states = [state]
        while !state.isFinished, states.count < 100 {
            try name.sampler.step(&state, in: run)
            states.append(state)
        }
        for var earlier in states.dropLast() {
            try name.sampler.finish(&earlier, in: run)
            #expect(earlier.latent.array == state.latent.array)
        }
    }

    @Test func `a listener can end a run`() throws {
        struct Stop: Error {}
        let run = SamplerRun(
            sigmas: [3, 2, 1, 0], sampling: .discrete(), denoiser: AnalyticModel(cfg: 1).denoiser(),
            onStep: { if $0.step == 1 { throw Stop() } })
        var state = EulerSampler().start(Tensor(zeros: [1, 1, 2, 2]), seed: 0, in: run)
        #expect(throws: Stop.self) { try EulerSampler().finish(&state, in: run) }
        #expect(state.step == 1)
    }

    @Test func `an adaptive sampler gives up on a model that answers with infinities`() throws {
        let run = SamplerRun(
            sigmas: [3, 2, 1, 0], sampling: .discrete(), denoiser: Denoiser { latent, _ in latent * .infinity })
        var state = DPMAdaptiveSampler().start(Tensor(repeating: 1, shape: [1, 1, 2, 2]), seed: 0, in: run)
        #expect(throws: SamplingError.self) { try DPMAdaptiveSampler().finish(&state, in: run) }
    }

    private func start(_ recorded: Recorded, _ run: SamplerRun) -> Tensor {
        initialNoise(seed: recorded.seed, shape: recorded.shape) * run.sigmas[0]
    }

    private func configured(_ name: SamplerName, _ options: Options) throws -> any Sampler {
        let eta = options.eta ?? 1
        let scale = options.s_noise ?? 1
        switch name {
        case .eulerAncestral: return EulerAncestralSampler(eta: eta, noiseScale: scale)
        case .eulerAncestralCFGPP: return EulerAncestralCFGPPSampler(eta: eta, noiseScale: scale)
        case .dpm2Ancestral: return DPM2Sampler(eta: eta, noiseScale: scale)
        case .lms: return LMSSampler(order: options.order ?? 4)
        case .dpmAdaptive:
            return DPMAdaptiveSampler(
                order: options.order ?? 3, relativeTolerance: options.rtol ?? 0.05,
                absoluteTolerance: options.atol ?? 0.0078, firstStep: options.h_init ?? 0.05,
                control: (options.pcoeff ?? 0, options.icoeff ?? 1, options.dcoeff ?? 0), eta: options.eta ?? 0,
                noiseScale: scale)
        case .dpmpp2SAncestral: return DPMPP2SAncestralSampler(eta: eta, noiseScale: scale)
        case .dpmpp2SAncestralCFGPP: return DPMPP2SAncestralCFGPPSampler(eta: eta, noiseScale: scale)
        case .dpmppSDE: return DPMPPSDESampler(eta: eta, noiseScale: scale, middle: options.r ?? 0.5)
        case .dpmpp2MSDE:
            let solver = options.solver_type.flatMap(DPMPP2MSDESampler.Solver.init) ?? .midpoint
            return DPMPP2MSDESampler(solver: solver, eta: eta, noiseScale: scale)
        case .dpmpp3MSDE: return DPMPP3MSDESampler(eta: eta, noiseScale: scale)
        case .lcm:
            return LCMSampler(
                noiseScale: scale, lastNoiseScale: options.s_noise_end, noiseLimit: options.noise_clip_std ?? 0)
        case .ipndm: return IPNDMSampler(order: options.max_order ?? 4)
        case .ipndmV: return IPNDMVSampler(order: options.max_order ?? 4)
        case .deis: return DEISSampler(order: options.max_order ?? 3)
        case .resMultistepAncestral: return ResMultistepSampler(eta: eta, noiseScale: scale)
        case .gradientEstimation: return GradientEstimationSampler(gamma: options.ge_gamma ?? 2)
        case .erSDE:
            let scaler = options.noise_scaler_eta.map(ERSDESampler.NoiseScaler.reverseTime) ?? .extended
            return ERSDESampler(scaler: scaler, noiseScale: scale, stages: options.max_stage ?? 3)
        case .seeds2:
            let solver = options.solver_type.flatMap(SEEDS2Sampler.Solver.init) ?? .phi1
            return SEEDS2Sampler(solver: solver, eta: eta, noiseScale: scale, middle: options.r ?? 0.5)
        case .seeds3: return SEEDS3Sampler(eta: eta, noiseScale: scale)
        case .saSolver, .saSolverPECE:
            return SASolverSampler(
                predictorOrder: options.predictor_order ?? 3, correctorOrder: options.corrector_order ?? 4,
                evaluatesTwice: name == .saSolverPECE, usesSimpleSecondOrder: options.simple_order_2 ?? false,
                noiseScale: scale)
        default: return name.sampler
        }
    }
}
