import Foundation

/// Numbers recorded by `Tests/Golden/Nodes/record.py`.
struct RecordedNodes: Decodable {
    struct Quantized: Decodable {
        let colors: Int
        let dither: String
        let pixels: [UInt8]
    }

    struct Guidance: Decodable {
        let sigma: Float
        let scale: Double
        let latent, positive, negative: [Float]
        let rescaled, tangential, mahiro, zero, normed: [Float]
    }

    struct Blur: Decodable {
        let radius: Int
        let sigma: Double
        let blurred: [Float]
    }

    struct Grown: Decodable {
        let expand: Int
        let tapered: Bool
        let mask, grown: [Float]
    }

    /// 20 rows of 24 pixels.
    let pixels: [UInt8]
    let quantized: [Quantized]
    let guidance: Guidance

    /// 9 rows of 11 pixels.
    let picture: [UInt8]
    let blurs: [Blur]

    /// Masks of 7 rows of 9 pixels.
    let grown: [Grown]

    static func read() throws -> RecordedNodes {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Golden/Nodes/nodes.json")
        return try JSONDecoder().decode(RecordedNodes.self, from: Data(contentsOf: file))
    }
}
