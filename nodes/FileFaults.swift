/// Whether a node's error means that a model or input file is of no use, rather than that the node's own work failed.
public func isFileFault(_ error: any Error) -> Bool {
    error is EmbeddingError
}
