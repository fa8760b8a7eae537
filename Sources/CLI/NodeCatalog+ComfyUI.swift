import Engine
import Workflows

extension NodeCatalog {
    /// The same node types, with better words for those that ComfyUI has and Darkroom has not.
    func comparedWithComfyUI() -> NodeCatalog {
        var catalog = self
        catalog.elsewhere = { type in
            switch ComfyNodes.all.kind(of: type) {
            case .local: .local
            case .online: .online
            case nil: nil
            }
        }
        return catalog
    }
}
