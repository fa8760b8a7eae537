import JSON

/// Why `--over` cannot be done.
public enum AxisError: Error, Hashable, Sendable {
    case malformed(String)
    case badStep(target: String, range: String)
    case tooLarge(target: String, range: String)
    case unequalLengths([String: Int])
    case tooManyJobs
    case inTableToo(String)
    case nothingVaries
}

extension AxisError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let text):
            "'\(text.legible())' varies nothing. Write NODE.INPUT=VALUES, such as 3.seed=1..100, 4.cfg=5|7.5 or "
                + "6.text=@prompts.txt."
        case .badStep(let target, let range):
            "\(target.legible()): the range '\(range.legible())' never gets on. Use a step above 0; to count down, write the "
                + "larger number first."
        case .tooLarge(let target, let range):
            "\(target.legible()): the range '\(range.legible())' has too many values. Use at most \(JobList.mostJobs)."
        case .unequalLengths(let lengths):
            "--zip pairs values one by one, but there are "
                + lengths.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key.legible())" }.joined(
                    separator: ", ")
                + ". Give each the same number, or leave --zip out for all combinations."
        case .tooManyJobs:
            "these are more than \(JobList.mostJobs) jobs. Vary fewer inputs at once, or pair them with --zip."
        case .inTableToo(let target):
            "'\(target.legible())' is varied by --over and is a column of the table as well. Keep one of them."
        case .nothingVaries:
            "nothing varies. Use --over NODE.INPUT=VALUES or --table FILE; 'darkroom run' runs a graph once."
        }
    }
}
