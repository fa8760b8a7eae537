import Engine

extension CacheOptions {
    /// A runner for planning only: it knows what is in the cache, and makes nothing.
    func runner(nodes: NodeCatalog, folders: Folders, variant: ResultVariant? = nil) -> Runner {
        Runner(
            nodes: nodes, folders: folders, files: identities(),
            memory: ResultMemory(budget: 0, tier: results(folders)), variant: variant)
    }
}
