import Foundation
import Testing

@testable import LinearModels

/// Truth: scikit-learn, recorded by `Tests/Golden/LinearModels/record.py`.
struct LinearModelTests {
    private struct Golden: Decodable {
        let labels: [Labels]
        let values: [Values]

        struct Labels: Decodable {
            let width: Int
            let strength: Double
            let features: [Float]
            let labels: [String]
            let shares, weights, offsets: [Double]
        }

        struct Values: Decodable {
            let width: Int
            let strength: Double
            let features: [Float]
            let values, weights: [Double]
            let offset: Double
        }

        init() throws {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            let data = try Data(contentsOf: folder.appending(path: "Golden/LinearModels/linear.json"))
            self = try JSONDecoder().decode(Golden.self, from: data)
        }
    }

    private static func largest(_ a: [Double], _ b: [Double]) -> Double {
        a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }

    @Test func `labels are as likely as scikit-learn finds them, for the same weights`() throws {
        for golden in try Golden().labels {
            let samples = try Samples(features: golden.features, width: golden.width, answers: .labels(golden.labels))
            let model = try LinearModel(samples, strength: golden.strength)
            let shares = try (0..<samples.count).flatMap { row in
                try model.shares(Array(golden.features[row * golden.width..<(row + 1) * golden.width]))
            }
            #expect(Self.largest(shares, golden.shares) < 1e-5)
            guard model.labels.count > 2 else {
                let width = golden.width
                let difference = (0..<width).map { model.weights[width + $0] - model.weights[$0] }
                #expect(Self.largest(difference, golden.weights) < 1e-4)
                continue
            }
            #expect(Self.largest(model.weights, golden.weights) < 1e-4)
        }
    }

    @Test func `values have scikit-learn's weights`() throws {
        for golden in try Golden().values {
            let samples = try Samples(features: golden.features, width: golden.width, answers: .values(golden.values))
            let model = try LinearModel(samples, strength: golden.strength)
            #expect(Self.largest(model.weights, golden.weights) < 1e-8)
            #expect(abs(model.offsets[0] - golden.offset) < 1e-8)
        }
    }

    @Test func `samples that are far apart are all foretold, and noise is not`() throws {
        let names = (0..<30).map { ["a", "b", "c"][$0 % 3] }
        let apart = names.enumerated().flatMap { index, name -> [Float] in
            let place: Float = name == "a" ? 0 : name == "b" ? 5 : 10
            return [place + Float(index) * 0.01, -place]
        }
        let clear = try Samples(features: apart, width: 2, answers: .labels(names))
        let found = try #require(try CrossValidation(clear, strength: 0.1, parts: 5))
        #expect(found.score == 1)
        #expect(found.confusion == [[10, 0, 0], [0, 10, 0], [0, 0, 10]])
        let same = try Samples(features: [Float](repeating: 1, count: 60), width: 2, answers: .labels(names))
        #expect(try #require(try CrossValidation(same, strength: 0.1, parts: 5)).score < 0.5)
    }

    @Test func `a line is foretold`() throws {
        let features = (0..<20).map { Float($0) }
        let samples = try Samples(features: features, width: 1, answers: .values(features.map { 3 * Double($0) - 7 }))
        #expect(try #require(try CrossValidation(samples, strength: 0.001, parts: 4)).score > 0.999)
    }

    @Test func `too few samples are not held back`() throws {
        let samples = try Samples(features: [1, 2, 3], width: 1, answers: .labels(["a", "b", "b"]))
        #expect(try CrossValidation(samples, strength: 1, parts: 5) == nil)
    }

    @Test func `what cannot be learned is told`() {
        #expect(throws: LearningError.counts(rows: 2, answers: 3)) {
            try Samples(features: [1, 2], width: 1, answers: .labels(["a", "b", "c"]))
        }
        #expect(throws: LearningError.oneLabel) {
            try Samples(features: [1, 2], width: 1, answers: .labels(["a", "a"]))
        }
        #expect(throws: LearningError.notFinite) {
            try Samples(features: [1, .nan], width: 1, answers: .labels(["a", "b"]))
        }
        #expect(
            "\(LearningError.counts(rows: 2, answers: 3))" == "labels: there are 3 for 2 samples. Give one for each.")
    }
}
