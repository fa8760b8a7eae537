extension Int {
    /// The product, or the largest number if it is beyond: sizes that a graph asks for know no bounds.
    public func saturatingMultiply(by factor: Int) -> Int {
        let (product, overflows) = multipliedReportingOverflow(by: factor)
        return overflows ? .max : product
    }

    public func saturatingAdd(_ term: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(term)
        return overflows ? .max : sum
    }
}
