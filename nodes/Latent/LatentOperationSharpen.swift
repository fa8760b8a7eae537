import Engine
import Tensors

/// Sharpens a latent.
struct LatentOperationSharpen: Node {
    static let category = "model/latent/advanced/operations"
    static let summary = "Sharpen a latent."

    @Input("How far it looks, in cells.", in: 1...31) var sharpenRadius = 9
    @Input("Width of the bell curve; 1 is the radius.", in: 0.1...10, step: 0.1) var sigma = 1.0
    @Input("How much to sharpen.", in: 0...5) var alpha = 0.1

    @Output var operation: LatentOperation

    func run(_ context: RunContext) throws {
        let kernel = GaussianKernel(radius: sharpenRadius, sigma: sigma).sharpening(by: alpha)
        operation = LatentOperation { latent in
            let lengths = (latent.channelNorms + 1e-6).broadcast(to: latent.shape)
            return lengths * channelsFirst(try channelsLast(latent / lengths).filtered(by: kernel))
        }
    }
}
