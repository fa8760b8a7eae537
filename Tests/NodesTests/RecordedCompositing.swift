import Foundation
import JSON
import Tensors

/// Numbers recorded by `Tests/Golden/Nodes/record_compositing.py`.
struct RecordedCompositing: Decodable {
    struct Transfers: Decodable {
        struct Case: Decodable {
            let method, source: String
            let index, references: Int
            let strength: Double
            let result: Floats
        }

        /// Three pictures of 9 rows of 11 pixels, and two of 7 rows of 8.
        let target, references: Floats
        let cases: [Case]
    }

    struct Composition: Decodable {
        struct Layer: Decodable {
            let shape: [Int]
            let pixels: Floats
            /// 4 rows of 4.
            let mask: Floats?
            let x, y, w, h, z_index: Int?
            let opacity, rotation: Double?
            let blend_mode: String?
            let flip_h, flip_v: Bool?
        }

        let layers: [Layer]
        let fingerprints: [String]
        let shape: [Int]
        let result, mask: Floats
    }

    /// 32-bit numbers in base 64.
    struct Floats: Decodable {
        let values: [Float]

        init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            let bytes = Array(Data(base64Encoded: text) ?? Data())
            values = stride(from: 0, to: bytes.count, by: 4).map { start in
                Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
            }
        }
    }

    let transfers: Transfers
    let compositions: [Composition]

    static func read() throws -> RecordedCompositing {
        try JSONDecoder().decode(RecordedCompositing.self, from: Data(contentsOf: file))
    }

    /// What an editor has saved of the last composition.
    static func savedComposition() throws -> JSONValue? {
        let json = try JSONValue(parsing: String(decoding: Data(contentsOf: file), as: UTF8.self))
        return json["compositions"]?.array?.last?["compositor"]
    }

    private static var file: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Golden/Nodes/compositing.json")
    }
}

extension Tensor {
    /// The largest difference of two tensors' elements.
    func distance(to others: [Float]) -> Float {
        let own = array
        guard own.count == others.count else { return .infinity }
        return zip(own, others).map { abs($0 - $1) }.max() ?? 0
    }
}
