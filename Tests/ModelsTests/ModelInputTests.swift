import Models
import Tensors
import TestSupport
import Testing

/// What a graph may connect wrongly is an error with a sentence, not a crash.
struct ModelInputTests {
    private let checkpoint = StableDiffusionCheckpoint(SyntheticCheckpoint.stableDiffusion, origin: "tiny")

    @Test(arguments: [
        (
            ModelInputError.contextWidth(wanted: 768, found: 2048),
            "the model takes prompts 768 wide, but these are 2048 wide. "
                + "Encode the prompt with the CLIP of the model's own checkpoint."
        ),
        (
            .latentChannels(wanted: 4, found: 16),
            "the model takes latents of 4 channels, but this one has 16. Use a latent, and a VAE, of the model's family."
        ),
        (
            .latentOfVideo,
            "the model takes latents of pictures, but this one is of a video. Use a latent, and a VAE, of the model's family."
        ),
        (
            .label(wanted: 2816, found: nil),
            "the model takes 2816 numbers beside the prompt, but there are none. "
                + "Encode the prompt with the CLIP of the model's own checkpoint."
        ),
        (
            .control,
            "the control network does not fit the model. Choose one that was made for the model's family."
        ),
        (
            .embeddingWidth(wanted: 768, found: 1024),
            "the text encoder takes embeddings 768 wide, but this one is 1024 wide. "
                + "Choose an embedding of the text encoder's family."
        ),
        (
            .pictureChannels(wanted: 3, found: 4),
            "the model takes pictures of 3 channels, but this one has 4. Use a picture without transparency."
        ),
        (
            .picture(edge: 4, cell: 8),
            "a picture with an edge of 4 pixels is too small to encode, 8 are needed. Enlarge it first."
        ),
    ])
    func `every mistake has its sentence`(error: ModelInputError, sentence: String) {
        #expect("\(error)" == sentence)
    }

    @Test func `a prompt or a latent of another family is refused`() throws {
        let network = try checkpoint.unet()
        #expect(throws: ModelInputError.contextWidth(wanted: 32, found: 48)) {
            try network.prepare(Tensor(zeros: [1, 77, 48]))
        }
        #expect(throws: ModelInputError.latentChannels(wanted: 4, found: 16)) {
            try network(Tensor(zeros: [1, 16, 8, 8]), timesteps: [1], context: Tensor(zeros: [1, 7, 32]))
        }
    }

    @Test func `a missing or misshapen label is refused`() throws {
        var tensors = SyntheticCheckpoint()
        tensors.addUNet(
            "model.diffusion_model", channels: 32, multipliers: [1, 1], depths: [0, 1], middle: 1, context: 32,
            label: 24)
        let network = try StableDiffusionCheckpoint(tensors.tensors, origin: "tiny").unet()
        let latent = Tensor(zeros: [1, 4, 8, 8])
        let context = Tensor(zeros: [1, 7, 32])
        #expect(throws: ModelInputError.label(wanted: 24, found: nil)) {
            try network(latent, timesteps: [1], context: context)
        }
        #expect(throws: ModelInputError.label(wanted: 24, found: 20)) {
            try network(latent, timesteps: [1], context: context, label: Tensor(zeros: [1, 20]))
        }
    }

    @Test func `residuals of another model are refused`() throws {
        let network = try checkpoint.unet()
        let control = ControlResiduals(skips: [Tensor(zeros: [1, 8, 8, 32])], middle: nil)
        #expect(throws: ModelInputError.control) {
            try network(
                Tensor(zeros: [1, 4, 8, 8]), timesteps: [1], context: Tensor(zeros: [1, 7, 32]), control: control)
        }
        let other = ControlResiduals(skips: [Tensor(zeros: [1, 8, 8, 64])], middle: nil)
        #expect(throws: ModelInputError.control) { try control + other }
    }

    @Test func `an embedding of another text encoder is refused`() throws {
        let encoder = try checkpoint.textEncoder()
        #expect(throws: ModelInputError.embeddingWidth(wanted: 32, found: 3)) {
            try encoder([[.id(49_406), .vector([1, 2, 3]), .id(49_407)]])
        }
    }

    @Test func `pictures and latents that the autoencoder cannot take are refused`() throws {
        let autoencoder = try checkpoint.autoencoder()
        #expect(throws: ModelInputError.picture(edge: 7, cell: 8)) {
            try autoencoder.encode(Tensor(zeros: [1, 16, 7, 3]))
        }
        #expect(throws: ModelInputError.latentChannels(wanted: 4, found: 8)) {
            try autoencoder.decode(Tensor(zeros: [1, 8, 2, 2]))
        }
    }
}
