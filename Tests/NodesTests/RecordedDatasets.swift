import Foundation
import Tensors

/// What ComfyUI makes of sets of pictures and texts, recorded by `Tests/Golden/Datasets/record_datasets.py`.
struct RecordedDatasets: Decodable {
    struct Text: Decodable {
        let text, lower, upper, stripped, framed: String
        let cut, replaced: [String]
    }

    struct Crop: Decodable {
        let seed: String
        let picture, asked, cut, place: [Int]
    }

    struct Order: Decodable {
        let seed: String
        let order: [Int]
    }

    struct Alike: Decodable {
        struct Picture: Decodable {
            let shape, bytes: [Int]
        }

        struct Kept: Decodable {
            let threshold: Double
            let kept: [Int]
        }

        let pictures: [Picture]
        let kept: [Kept]
    }

    struct Buckets: Decodable {
        let sizes, shapes, values: [[Int]]
        let prompts: [[String]]
    }

    struct Files: Decodable {
        struct Saved: Decodable {
            let folder, prefix, mode: String
            let texts: [String]?
            let files: [String]
            let contents: [String: String]
        }

        struct Turned: Decodable {
            let file: String
            let bytes: [Int]
        }

        let plain, pairs: [[Int]]
        let texts, subfolders: [String]
        let saved: [Saved]
        let png: [Int]
        let turned: Turned
    }

    let texts: [Text]
    let crops: [Crop]
    let orders: [Order]
    let alike: Alike
    let buckets: Buckets
    let files: Files

    static func read() throws -> RecordedDatasets {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try JSONDecoder().decode(
            RecordedDatasets.self, from: Data(contentsOf: folder.appending(path: "Golden/Datasets/datasets.json")))
    }

    /// The pictures that the recording begins with.
    static func pictures(_ count: Int, _ height: Int, _ width: Int, shift: Int = 0) -> Tensor {
        var values: [Float] = []
        for n in 0..<count {
            for y in 0..<height {
                for x in 0..<width {
                    let place = x * x / 5 + y * 7 + x * y / 9
                    for c in 0..<3 { values.append(Float(Double((place + c * 29 + (n + shift) * 57) % 101) / 100)) }
                }
            }
        }
        return Tensor(values, shape: [count, height, width, 3])
    }
}
