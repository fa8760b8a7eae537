import Engine

/// Writes pictures to a folder, without the workflow inside.
struct SaveImageDataSetToFolder: ChecksInputs {
    static let displayName = "Save Image (to Folder) (DEPRECATED)"
    static let category = "image"
    static let summary = "Save the pictures of a list as PNG files in a folder of the output folder."
    static let isOutput = true

    @Input("The pictures.") var images: [Image]
    @Input("The folder, below the output folder.") var folderName = "dataset"
    @Input("How file names begin.") var filenamePrefix = "image"
    @Input("Whether files of earlier runs are replaced, or new ones counted on from them.") var mode = DatasetMode
        .overwrite

    func check(in folders: Folders) throws {
        if let folder = $folderName.literal { _ = try DatasetFiles.place(of: folder) }
        if let prefix = $filenamePrefix.literal { _ = try SavedPictures.place(of: prefix) }
    }

    func run(_ context: RunContext) throws {
        let files = try DatasetFiles(context.folders, folder: folderName, prefix: filenamePrefix, mode: mode)
        try files.write(images, texts: [], context)
    }
}
