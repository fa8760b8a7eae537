import Diffusion
import Engine
import Models
import Tensors

/// Has a model restore a picture.
struct SUPIRApply: Node {
    static let category = "model/patch/supir"
    static let summary = "Have an SDXL model restore a picture: SUPIR shows it the picture in every step."

    @Input("The model.") var model: Model
    @Input("The network that restores.") var modelPatch: ModelPatch
    @Input("The model's VAE.") var vae: VAE
    @Input("The picture to restore, as large as the one to make.") var image: Image
    @Input("How much the network counts at pure noise.", in: 0...10, step: 0.01) var strengthStart = 1.0
    @Input("How much the network counts without noise; in between, it goes by the noise.", in: 0...10, step: 0.01)
    var strengthEnd = 1.0
    @Input(
        "Draws predictions to the picture: the greater, the sooner that ends. 0 never begins.", in: 0...20, step: 0.1)
    var restoreCfg = 4.0
    @Input("From this noise level down, nothing is drawn to the picture.", in: 0...1, step: 0.01)
    var restoreCfgSTmin = 0.05

    @Output var restoring: Model

    func run(_ context: RunContext) throws {
        let autoencoder = try vae.autoencoder.get()
        let network = modelPatch.network
        let pictures = image.pixels.sliced(axis: 3, 0..<min(3, image.pixels.shape[3]))
        let hint = try network.encoding(autoencoder).encode(pictures)
        let channels = model.latentFormat.channels
        guard hint.shape[1] == channels else {
            throw ModelInputError.latentChannels(wanted: channels, found: hint.shape[1])
        }
        restoring = model
        if strengthStart > 0 || strengthEnd > 0 {
            guard model.restoration == nil else { throw RestorationError.repeated }
            try network.check(model.network.get())
            restoring.restoration = AppliedRestoration(
                network: network, hint: model.latentFormat.encoded(hint), strengthAtStart: strengthStart,
                strengthAtEnd: strengthEnd)
        }
        guard restoreCfg > 0 else { return }
        // What the encoder for damaged pictures has seen, as the model's own encoder sees it.
        let seen = try autoencoder.encode(autoencoder.decode(hint))
        let pull = PullToPicture(
            center: model.latentFormat.encoded(seen), exponent: restoreCfg, lowestLevel: restoreCfgSTmin)
        restoring.guidance.after.append { step, guided in try pull(guided, at: step.sigma) }
    }
}
