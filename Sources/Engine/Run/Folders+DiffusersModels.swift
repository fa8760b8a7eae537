extension Folders {
    /// Where models lie whose parts have a folder each, as the diffusers library writes them.
    static let diffusersFolder = "diffusers"

    /// The file beside those folders that lists them; such a model is known by it.
    private static let partsList = "model_index.json"

    /// Where a model has its list of parts, relative to the folder of all such models.
    static func partsList(ofDiffusersModel name: String) -> String {
        name == "." ? partsList : "\(name)/\(partsList)"
    }

    /// The models whose lists are among `files`, by the folders that they lie in.
    func diffusersModels(among files: [String]) -> [String] {
        Set(
            files.compactMap { file -> String? in
                if file == Self.partsList { return "." }
                return file.hasSuffix("/" + Self.partsList) ? String(file.dropLast(Self.partsList.count + 1)) : nil
            }
        ).sorted()
    }
}
