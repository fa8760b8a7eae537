import Foundation
import Lanes

@testable import Shading

/// Pixels recorded by `Tests/Golden/Shading/record.py`.
struct ShadingTruths: Decodable {
    struct Picture: Decodable {
        /// Height, width, channels.
        let shape: [Int]
        let pixels: [Float]
    }

    struct Recorded: Decodable {
        let name: String
        let source: String
        let pixels: [[Float]]
    }

    let width: Int
    let height: Int
    let pictures: [Picture]
    let shaders: [Recorded]

    static func read() throws -> ShadingTruths {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Golden/Shading/shaders.json")
        return try JSONDecoder().decode(ShadingTruths.self, from: Data(contentsOf: file))
    }
}

/// Runs `source` as often as it asks for; all pictures that it makes, the highest row first.
func shade(
    _ source: String, width: Int, height: Int, pictures: [LanePicture] = [],
    uniforms: [String: UniformValue] = [:], passes: Int = 1, outputs: Int = 1
) throws -> [[Float]]? {
    let shader = try Shader(source)
    var uniforms = uniforms
    uniforms["u_resolution"] = .floats([Float(width), Float(height)])
    var first = pictures.first ?? LanePicture(width: 1, height: 1)
    var targets: [LanePicture] = []
    for pass in 0..<passes {
        targets = (0..<outputs).map { _ in LanePicture(width: width, height: height) }
        uniforms["u_pass"] = .integers([Int32(pass)])
        var named = Dictionary(uniqueKeysWithValues: pictures.enumerated().map { ("u_image\($0)", $1) })
        named["u_image0"] = first
        let run = try ShaderRun(
            shader, width: width, height: height, uniforms: uniforms, pictures: named, anyPicture: first,
            targets: targets)
        guard run.render(0..<run.bandCount) else { return nil }
        first = targets[0]
    }
    return targets.map { target in
        var values = [Float](repeating: .nan, count: width * height * 4)
        var span = values.mutableSpan
        target.copy(into: &span)
        return values
    }
}

/// What a shader makes of one pixel: `body` sets `r`.
func pixel(_ body: String, before: String = "") throws -> [Float] {
    let source = """
        #version 300 es
        precision highp float;
        out vec4 fragColor0;
        \(before)
        void main() { vec4 r = vec4(0.0); \(body) fragColor0 = r; }
        """
    return try shade(source, width: 1, height: 1)?[0] ?? []
}
