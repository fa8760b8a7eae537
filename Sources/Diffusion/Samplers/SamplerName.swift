/// The samplers by the names that graphs use, in the order in which ComfyUI lists them.
public enum SamplerName: String, Sendable, CaseIterable {
    case euler
    case eulerCFGPP = "euler_cfg_pp"
    case eulerAncestral = "euler_ancestral"
    case eulerAncestralCFGPP = "euler_ancestral_cfg_pp"
    case heun
    case heunPlusPlus = "heunpp2"
    case exponentialHeun = "exp_heun_2_x0"
    case exponentialHeunSDE = "exp_heun_2_x0_sde"
    case dpm2 = "dpm_2"
    case dpm2Ancestral = "dpm_2_ancestral"
    case lms
    case dpmFast = "dpm_fast"
    case dpmAdaptive = "dpm_adaptive"
    case dpmpp2SAncestral = "dpmpp_2s_ancestral"
    case dpmpp2SAncestralCFGPP = "dpmpp_2s_ancestral_cfg_pp"
    case dpmppSDE = "dpmpp_sde"
    case dpmppSDEGPU = "dpmpp_sde_gpu"
    case dpmpp2M = "dpmpp_2m"
    case dpmpp2MCFGPP = "dpmpp_2m_cfg_pp"
    case dpmpp2MSDE = "dpmpp_2m_sde"
    case dpmpp2MSDEGPU = "dpmpp_2m_sde_gpu"
    case dpmpp2MSDEHeun = "dpmpp_2m_sde_heun"
    case dpmpp2MSDEHeunGPU = "dpmpp_2m_sde_heun_gpu"
    case dpmpp3MSDE = "dpmpp_3m_sde"
    case dpmpp3MSDEGPU = "dpmpp_3m_sde_gpu"
    case ddpm
    case lcm
    case ipndm
    case ipndmV = "ipndm_v"
    case deis
    case resMultistep = "res_multistep"
    case resMultistepCFGPP = "res_multistep_cfg_pp"
    case resMultistepAncestral = "res_multistep_ancestral"
    case resMultistepAncestralCFGPP = "res_multistep_ancestral_cfg_pp"
    case gradientEstimation = "gradient_estimation"
    case gradientEstimationCFGPP = "gradient_estimation_cfg_pp"
    case erSDE = "er_sde"
    case seeds2 = "seeds_2"
    case seeds3 = "seeds_3"
    case saSolver = "sa_solver"
    case saSolverPECE = "sa_solver_pece"
    case ddim
    case uniPC = "uni_pc"
    case uniPCBH2 = "uni_pc_bh2"

    /// The sampler with its default options.
    ///
    /// The `_gpu` names differ from their namesakes in where ComfyUI draws the noise; on a CPU that is one place. DDIM is
    /// Euler's method but for the noise outside a mask.
    public var sampler: any Sampler {
        switch self {
        case .euler, .ddim: EulerSampler()
        case .eulerCFGPP: EulerAncestralCFGPPSampler(eta: 0, noiseScale: 0)
        case .eulerAncestral: EulerAncestralSampler()
        case .eulerAncestralCFGPP: EulerAncestralCFGPPSampler()
        case .heun: HeunSampler()
        case .heunPlusPlus: HeunPlusPlusSampler()
        case .exponentialHeun: SEEDS2Sampler(solver: .phi2, eta: 0, noiseScale: 0, middle: 1)
        case .exponentialHeunSDE: SEEDS2Sampler(solver: .phi2, middle: 1)
        case .dpm2: DPM2Sampler()
        case .dpm2Ancestral: DPM2Sampler(eta: 1)
        case .lms: LMSSampler()
        case .dpmFast: DPMFastSampler()
        case .dpmAdaptive: DPMAdaptiveSampler()
        case .dpmpp2SAncestral: DPMPP2SAncestralSampler()
        case .dpmpp2SAncestralCFGPP: DPMPP2SAncestralCFGPPSampler()
        case .dpmppSDE, .dpmppSDEGPU: DPMPPSDESampler()
        case .dpmpp2M: DPMPP2MSampler()
        case .dpmpp2MCFGPP: DPMPP2MCFGPPSampler()
        case .dpmpp2MSDE, .dpmpp2MSDEGPU: DPMPP2MSDESampler()
        case .dpmpp2MSDEHeun, .dpmpp2MSDEHeunGPU: DPMPP2MSDESampler(solver: .heun)
        case .dpmpp3MSDE, .dpmpp3MSDEGPU: DPMPP3MSDESampler()
        case .ddpm: DDPMSampler()
        case .lcm: LCMSampler()
        case .ipndm: IPNDMSampler()
        case .ipndmV: IPNDMVSampler()
        case .deis: DEISSampler()
        case .resMultistep: ResMultistepSampler()
        case .resMultistepCFGPP: ResMultistepSampler(followsUnconditional: true)
        case .resMultistepAncestral: ResMultistepSampler(eta: 1)
        case .resMultistepAncestralCFGPP: ResMultistepSampler(eta: 1, followsUnconditional: true)
        case .gradientEstimation: GradientEstimationSampler()
        case .gradientEstimationCFGPP: GradientEstimationSampler(followsUnconditional: true)
        case .erSDE: ERSDESampler()
        case .seeds2: SEEDS2Sampler()
        case .seeds3: SEEDS3Sampler()
        case .saSolver: SASolverSampler()
        case .saSolverPECE: SASolverSampler(evaluatesTwice: true)
        case .uniPC: UniPCSampler()
        case .uniPCBH2: UniPCSampler(variant: .bh2)
        }
    }

    /// Whether it looks half a step ahead, so that the last level above zero is of no use to it.
    var skipsLastLevel: Bool {
        switch self {
        case .dpm2, .dpm2Ancestral, .uniPC, .uniPCBH2: true
        default: false
        }
    }

    /// Whether what lies outside a mask is noised with a draw of its own, rather than with the initial noise.
    var redrawsMaskedNoise: Bool { self == .ddim }
}
