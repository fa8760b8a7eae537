/// The small models that ship with the program.
enum StarterModels {
    /// The models directories beside the program.
    static var folders: [String] {
        ShippedFolder(target: "CLI", name: "starter-models", installed: "models").paths
    }
}
