/// What a chat template says that cannot be done, or wants to tell.
public struct TemplateError: Error, Hashable, Sendable {
    public let line: Int
    public let problem: Problem

    public enum Problem: Hashable, Sendable {
        case unclosed(String)
        case unexpected(String)
        case unknownTag(String)
        case unknownFilter(String)
        case unknownFunction(String)
        case unknownTest(String)
        case unfit(operation: String, kind: String)
        case tooDeep
        case tooLong
        /// The template's own words.
        case refused(String)
    }
}

extension TemplateError: CustomStringConvertible {
    /// Where: what happened. What to do.
    public var description: String { "chat template, line \(line): \(fact). \(remedy)" }

    private var fact: String {
        switch problem {
        case .unclosed(let what): "\(what) is not closed"
        case .unexpected(let what): "\(what) is unexpected"
        case .unknownTag(let name): "the tag '\(name)' is not known"
        case .unknownFilter(let name): "the filter '\(name)' is not known"
        case .unknownFunction(let name): "the function '\(name)' is not known"
        case .unknownTest(let name): "the test '\(name)' is not known"
        case .unfit(let operation, let kind): "'\(operation)' does not work on \(kind)"
        case .tooDeep: "it is nested too deeply"
        case .tooLong: "it does not come to an end"
        case .refused(let words): "the model's template says: \(words)"
        }
    }

    private var remedy: String {
        if case .refused = problem { return "Write the conversation as it asks." }
        return "Give the whole text as a prompt instead."
    }
}
