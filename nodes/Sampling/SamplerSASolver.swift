import Diffusion
import Engine

/// A stochastic Adams method, with noise over a part of the way.
struct SamplerSASolver: Node {
    static let category = "model/sampling/samplers"
    static let summary = "A stochastic Adams method of any order."

    @Input("The model that will denoise.") var model: Model
    @Input("How much noise there is.", in: 0...10) var eta = 1.0
    @Input("The part of the way at which noise begins.", in: 0...1, step: 0.001) var sdeStartPercent = 0.2
    @Input("The part of the way at which noise ends.", in: 0...1, step: 0.001) var sdeEndPercent = 0.8
    @Input("Factor on the noise.", in: 0...100) var sNoise = 1.0
    @Input("How many steps the predictor looks at.", in: 1...6) var predictorOrder = 3
    @Input("How many steps the corrector looks at; 0 for none.", in: 0...6) var correctorOrder = 4
    @Input("Whether the model is asked again after a correction.") var usePece: Bool
    @Input("Whether the second order is made the simple way.", name: "simple_order_2") var simpleOrder2: Bool

    @Output var sampler: ChosenSampler

    func run(_ context: RunContext) {
        sampler = ChosenSampler(
            SASolverSampler(
                predictorOrder: predictorOrder, correctorOrder: correctorOrder, evaluatesTwice: usePece,
                usesSimpleSecondOrder: simpleOrder2, noiseScale: sNoise, eta: eta, noiseStart: sdeStartPercent,
                noiseEnd: sdeEndPercent))
    }
}
