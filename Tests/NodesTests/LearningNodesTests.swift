import Engine
import LinearModels
import Tensors
import Testing

@testable import Nodes

struct LearningNodesTests {
    private static func embedding(_ values: [Float]) -> TextEmbedding {
        TextEmbedding(rows: Tensor(values, shape: [1, values.count]))
    }

    private static func trained(_ change: (TrainLinear) throws -> Void) throws -> TrainLinear {
        let node = TrainLinear()
        node.embeddings = (0..<8).map { embedding([Float($0), $0 < 4 ? 1 : -1]) }
        node.labels = ["cold\ncold\ncold\ncold\n\nwarm\nwarm\n warm\nwarm"]
        node.strength = 0.1
        try change(node)
        try withFolders { try node.run(RunContext(folders: $0)) }
        return node
    }

    @Test func `a model tells the label of what is like its samples, also when it comes back from disk`() throws {
        let training = try Self.trained { _ in }
        #expect(training.score == 1)
        #expect(training.report.contains("cold: 4 as cold"))
        let kept = try #require(training.model.stored.flatMap(TrainedModel.init))
        #expect(kept.model == training.model.model)
        let node = PredictLinear()
        (node.model, node.embedding) = (kept, Self.embedding([7, -1]))
        try withFolders { try node.run(RunContext(folders: $0)) }
        #expect(node.label == "warm" && node.index == 1 && node.value > 0.9)
        node.embedding = Self.embedding([7])
        #expect(throws: LearningError.otherWidth(1, wanted: 2)) {
            try withFolders { try node.run(RunContext(folders: $0)) }
        }
    }

    @Test func `numbers are foretold as numbers`() throws {
        let training = try Self.trained { node in
            node.goal = .regress
            node.labels = (0..<8).map { "\(Double($0) * 2 + 1)" }
        }
        let node = PredictLinear()
        (node.model, node.embedding) = (training.model, Self.embedding([3, 1]))
        try withFolders { try node.run(RunContext(folders: $0)) }
        #expect(abs(node.value - 7) < 0.2)
        #expect(throws: LearningError.noNumber("many")) {
            try Self.trained { node in
                node.goal = .regress
                node.labels = ["1", "2", "3", "4", "5", "6", "7", "many"]
            }
        }
    }

    @Test func `pictures differ by their colours`() throws {
        let node = ImageEmbed()
        node.image = Image(pixels: Tensor((0..<2 * 8 * 8 * 3).map { Float($0 % 3) / 2 }, shape: [2, 8, 8, 3]))
        node.grid = 2
        try withFolders { node.run(RunContext(folders: $0)) }
        #expect(node.embedding.rows.shape == [2, 12])
        #expect(node.embedding.rows.array.prefix(3) == [-0.5, 0, 0.5])
    }

    @Test func `labelled pictures teach a model what is seen in others`() throws {
        /// Eight by eight, warm or cold, each a little different.
        func pictures(_ areWarm: [Bool]) throws -> TextEmbedding {
            let pixels = areWarm.enumerated().flatMap { index, isWarm in
                (0..<64).flatMap { place -> [Float] in
                    let change = Float((index * 31 + place * 7) % 11) / 40
                    return isWarm ? [0.9 - change, 0.4, 0.1 + change] : [0.1 + change, 0.4, 0.9 - change]
                }
            }
            let node = ImageEmbed()
            node.image = Image(pixels: Tensor(pixels, shape: [areWarm.count, 8, 8, 3]))
            node.grid = 2
            try withFolders { node.run(RunContext(folders: $0)) }
            return node.embedding
        }
        let areWarm = (0..<12).map { $0 % 3 == 0 }
        let training = try Self.trained { node in
            node.embeddings = [try pictures(areWarm)]
            node.labels = [areWarm.map { $0 ? "warm" : "cold" }.joined(separator: "\n")]
        }
        #expect(training.score == 1)
        let node = PredictLinear()
        (node.model, node.embedding) = (training.model, try pictures([true]))
        try withFolders { try node.run(RunContext(folders: $0)) }
        #expect(node.label == "warm")
    }
}
