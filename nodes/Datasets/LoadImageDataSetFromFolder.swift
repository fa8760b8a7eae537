import Engine

/// Reads the pictures of a folder.
struct LoadImageDataSetFromFolder: ReadsFiles {
    static let displayName = "Load Image (from Folder)"
    static let category = "image"
    static let summary = "Load the PNG, JPEG and WebP pictures of a folder below the input folder, by their names."

    @Input("The folder.", from: .inputFolders) var folder: FileName

    @Output("images") var images: [Image]

    func files(in folders: Folders) throws -> [String] {
        guard let folder = $folder.literal else { return folders.names(in: .input).map { "\(folders.input)/\($0)" } }
        return try PictureFolder(folder, in: folders).pictures()
    }

    func run(_ context: RunContext) throws {
        let pictures = PictureFolder(folder, in: context.folders)
        images = try pictures.load(pictures.pictures(), context)
    }
}
