import ArgumentParser

/// Where a run shows what it has come to.
struct PreviewOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Show after every step what the picture looks like, in a PNG file that is replaced each time; finer where \
            vae_approx has the tiny decoder (taesd_decoder, taesdxl_decoder).
            """,
            valueName: "file"))
    var preview: String?

    func validate() throws {
        guard let preview, !preview.lowercased().hasSuffix(".png") else { return }
        throw ValidationError("'--preview \(preview)' is no PNG file. Give it a name that ends in .png.")
    }

    func file() throws -> PreviewFile? { try preview.map(PreviewFile.init) }
}
