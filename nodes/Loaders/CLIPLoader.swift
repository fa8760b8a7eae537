import Engine
import Formats
import Models
import Text

/// The families that text encoders are made for, in ComfyUI's order.
enum TextEncoderFamily: String, Choice {
    case stableDiffusion = "stable_diffusion"
    case stableCascade = "stable_cascade"
    case sd3
    case stableAudio = "stable_audio"
    case mochi, ltxv, pixart, cosmos, lumina2, wan, hidream, chroma, ace, omnigen2
    case qwenImage = "qwen_image"
    case hunyuanImage = "hunyuan_image"
    case flux2, ovis
    case longcatImage = "longcat_image"
    case cogvideox, lens, pixeldit, ideogram4, boogu, krea2, joyimage, mage, minimax
}

/// Where ComfyUI keeps a text encoder; here there is one place.
enum ComputeDevice: String, Choice {
    case usual = "default"
    case cpu
}

/// Opens a text encoder from a file of its own.
struct CLIPLoader: Node {
    static let displayName = "Load CLIP"
    static let category = "model/loaders"
    static let summary = "Load a text encoder of Stable Diffusion 1.x, 2.x or the XL refiner."

    @Input("The text encoder.", from: .models("text_encoders")) var clipName: FileName
    @Input("The family that it is made for.") var type: TextEncoderFamily
    @Input("Where it runs; here that is one place.", optional: true) var device = ComputeDevice.usual

    @Output var clip: CLIP

    func run(_ context: RunContext) throws {
        guard type == .stableDiffusion else {
            throw ModelPatchError.unsupported(option: type.rawValue, of: "type")
        }
        let tensors = try loadWeightsFile(clipName.path)
        clip = CLIP(
            encoder: .success(try TextEncoder(file: tensors, origin: clipName.path, ClipTokenizer())),
            memoryCost: byteCount(of: tensors, below: ""))
    }
}
