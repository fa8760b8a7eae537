extension Grammar {
    /// - Parameter gbnf: rules as llama.cpp's GBNF writes them; a whole text follows `root`.
    /// - Throws: `GrammarError`.
    public init(gbnf: String) throws(GrammarError) {
        var parser = GBNFParser(gbnf)
        self = try parser.grammar()
    }
}
