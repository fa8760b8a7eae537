import Diffusion
import Engine

/// What equation is solved.
enum ReverseSolver: String, Choice {
    case extended = "ER-SDE"
    case reverseTime = "Reverse-time SDE"
    case ode = "ODE"
}

/// The extended reverse-time equation of up to third order.
struct SamplerER_SDE: Node {
    static let category = "model/sampling/samplers"
    static let summary = "Solve the extended reverse-time equation, with or without noise."

    @Input("What equation is solved.") var solverType: ReverseSolver
    @Input("How many earlier steps it looks at, less one.", in: 1...3) var maxStage = 3
    @Input("How much noise the reverse-time equation has.", in: 0...10) var eta = 1.0
    @Input("Factor on the noise.", in: 0...100) var sNoise = 1.0

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        let isQuiet = solverType == .ode || (solverType == .reverseTime && eta == 0)
        sampler = ChosenSampler(
            ERSDESampler(
                scaler: solverType == .extended ? .extended : .reverseTime(eta: isQuiet ? 0 : eta),
                noiseScale: isQuiet ? 0 : sNoise, stages: maxStage))
    }
}
