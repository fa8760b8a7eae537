import Engine
import Testing

@testable import Nodes

struct RegistryTests {
    @Test func `every declaration is sound`() {
        #expect(NodeCatalog.faults(in: builtInNodes).isEmpty)
    }
}
