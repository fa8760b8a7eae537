import Batch
import Engine
import Formats
import Grammars
import JSON
import Layers
import Models
import Nodes

/// What the shell is told.
enum ExitStatus: Int32 {
    /// Everything asked for was made.
    case success = 0
    /// A node failed while running.
    case nodeFailed = 1
    /// Wrong usage.
    case usage = 2
    /// The graph is invalid or unreadable.
    case graphInvalid = 3
    /// A model or input file is missing or damaged.
    case fileUnusable = 4
    /// Interrupted; finished results are kept.
    case interrupted = 130
}

extension ExitStatus {
    init(of error: any Error) {
        switch error {
        case is CancellationError: self = .interrupted
        case is OverrideError: self = .usage
        case is AxisError, is NameTemplateError, is ShardError, is BatchPlanError, is BatchFolderError: self = .usage
        case let issues as BatchIssues: self = issues.areMissingFiles ? .fileUnusable : .graphInvalid
        case let failure as BatchFailure: self = Self(ofFirst: failure.failures.map(\.error))
        case is TableError: self = .fileUnusable
        case let issues as GraphIssues: self = issues.areMissingFiles ? .fileUnusable : .graphInvalid
        case is GraphFileError, is GraphReadError, is GraphIssue, is BlueprintErrors, is ProcessPackError:
            self = .graphInvalid
        case is NodeFolderError: self = .usage
        case let failure as RunFailure: self = Self(ofFirst: failure.failures.map(\.cause))
        case let failure as NodeFailure: self = Self(of: failure.cause)
        case is MemoryShortage, is ExpansionError: self = .graphInvalid
        case let error as FileError: self = error.isAboutDisk ? .nodeFailed : .fileUnusable
        case is FileNameError, is SafetensorsError, is WeightsFileError, is PictureError, is WeightsError, is GGUFError,
            is ScaledLayerError, is LanguageModelError:
            self = .fileUnusable
        case GrammarError.budget: self = .usage
        case is GrammarError, is SchemaError, is JSONError: self = .fileUnusable
        case _ where isFileFault(error): self = .fileUnusable
        default: self = .nodeFailed
        }
    }

    private init(ofFirst causes: [any Error]) {
        self = causes.first.map(Self.init(of:)) ?? .nodeFailed
    }
}

extension FileError {
    /// Whether writing failed, which is no fault of the files that were given.
    fileprivate var isAboutDisk: Bool {
        switch problem {
        case .diskFull, .noFolder, .exists: true
        case .failed(let operation, _): operation != "read" && operation != "open"
        default: false
        }
    }
}
