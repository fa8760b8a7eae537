import Diffusion
import Engine
import Tensors

/// Shows the ×4 upscaler the pictures to enlarge.
struct SD_4XUpscale_Conditioning: Node {
    static let category = "model/conditioning/stable diffusion upscaler"
    static let summary = "Prepare prompts and an empty latent for the ×4 upscaler of Stable Diffusion."

    @Input("The pictures to enlarge.") var images: Image
    @Input("What to show.") var positive: Conditioning
    @Input("What to avoid.") var negative: Conditioning
    @Input("How many times as large the result is.", in: 0...10) var scaleRatio = 4.0
    @Input("How much noise covers the pictures, so that the result is freer.", in: 0...1, step: 0.001)
    var noiseAugmentation = 0.0

    @Output("positive") var shown: Conditioning
    @Output("negative") var avoided: Conditioning
    @Output("latent") var latent: Latent

    func run(_ context: RunContext) throws {
        let pixels = images.pixels
        func cells(_ length: Int) -> Int { max(1, pythonRound(Double(length) * scaleRatio)) / 4 }
        let (height, width) = (cells(pixels.shape[1]), cells(pixels.shape[2]))
        guard height > 0, width > 0 else { throw PixelError.noPixelsLeft(height: height, width: width) }
        let small = resized(
            pixels.sliced(axis: 3, 0..<min(3, pixels.shape[3])) * 2 - 1, height: height, width: width,
            method: .bilinear, crop: .center)
        let picture = channelsFirst(small)
        func prepared(_ prompts: Conditioning) -> Conditioning {
            prompts.mapping { entry in
                entry.tensors["concat_image"] = picture
                entry.parameters["noise_augmentation"] = noiseAugmentation
            }
        }
        (shown, avoided) = (prepared(positive), prepared(negative))
        latent = Latent(samples: Tensor(zeros: [pixels.shape[0], 4, height, width]))
    }
}
