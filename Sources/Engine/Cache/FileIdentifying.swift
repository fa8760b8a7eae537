/// Says what a file holds, so that results can be reused for as long as the same is in it.
public protocol FileIdentifying: Sendable {
    /// The same text for the same content, wherever the file lies and whatever it is called; another text for another
    /// content. Asked once per file and run, before anything runs.
    func identity(ofFileAt path: String) throws -> String
}
