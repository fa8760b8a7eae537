/// A node with lazy inputs, which does not need all of them each time.
///
/// ```swift
/// @Input("Which of them.", name: "switch") var isOn: Bool
/// @Input("What is passed on for no.", lazy: true) var onFalse: Anything
/// @Input("What is passed on for yes.", lazy: true) var onTrue: Anything
///
/// func neededInputs() -> [any AnyInput] { isOn ? [$onTrue] : [$onFalse] }
/// ```
public protocol ChoosesInputs: Node {
    /// The lazy inputs that the node needs, as far as it can tell: asked with all other inputs set, and again whenever what
    /// it named is there (`$input.isThere`), until it names nothing that is missing. What it never names is not made.
    func neededInputs() throws -> [any AnyInput]
}

/// A node whose result depends on more than its inputs and the files that they name.
public protocol HasFingerprint: Node {
    /// Some text that is another whenever the result may be another, asked before anything runs: inputs written in the graph
    /// are set, linked ones are not (their `$input.literal` is nil). Nil means that the result must not be reused, as does
    /// an error.
    func fingerprint(in folders: Folders) throws -> String?
}
