import Engine
import Foundation
import Testing

struct RunnerTests {
    @Test func `a first run runs every node that the output needs, sources first`() async throws {
        let run = await (try ToyWorld()).run(.textToImage)

        #expect(run.error == nil)
        #expect(run.started == ["4", "6", "7", "5", "3", "8", "9"])
        #expect(run.reasons.allSatisfy { $0.1 == .neverRan })
    }

    @Test func `the second identical run runs nothing and reports the saved files again`() async throws {
        let world = try ToyWorld()
        let first = await world.run(.textToImage)
        let second = await world.run(.textToImage)

        #expect(second.started == [])
        #expect(second.reused == ["9"])
        #expect(second.files == first.files && second.files == [world.root + "/output/toy.txt"])
    }

    @Test func `a changed seed reruns the sampler, the decoder and the save`() async throws {
        let world = try ToyWorld()
        _ = await world.run(.textToImage)
        let run = await world.run(try Graph.textToImage.setting("3.seed=2"))

        #expect(run.started == ["3", "8", "9"])
        #expect(run.reasons.map(\.1) == [.inputChanged("seed"), .inputChanged("samples"), .inputChanged("images")])
        #expect(run.reused == ["4", "6", "7", "5"])
    }
}
