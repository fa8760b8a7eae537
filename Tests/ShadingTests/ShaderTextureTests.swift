import Foundation
import Lanes
import Testing

@testable import Shading

/// Truth: reading between four texels in `Double`, a texel at a time.
struct ShaderTextureTests {
    /// Width and height of the picture that is read and of the one that is made.
    private static let sizes = [(1, 1), (2, 3), (16, 5), (17, 8), (100, 7), (131, 70)]

    /// Where a pixel reads, from where it lies: neighbours in a row, of rows between rows, far outside, turned, and mirrored.
    private static let places: [(name: String, x: (Double, Double, Double), y: (Double, Double, Double))] = [
        ("in place", (1, 0, 0), (0, 1, 0)), ("one texel on", (1, 0, 1 / 131), (0, 1, 0)),
        ("in between", (1, 0, 0.003), (0, 1, 0.004)), ("across the left border", (1, 0, -0.5), (0, 1, 0)),
        ("across the right border", (1, 0, 0.45), (0, 1, 0.3)), ("far outside", (1, 0, 40), (0, 1, -3)),
        ("turned", (0.8, -0.6, 0.3), (0.6, 0.8, -0.2)), ("mirrored", (-1, 0, 1), (0, -1, 1)),
        ("from one line", (0, 1, 0.1), (0, 1, 0.1)), ("from one texel", (0, 0, 0.4), (0, 0, 0.6)),
    ]

    @Test(arguments: sizes)
    func `a texture is read as between its four texels`(width: Int, height: Int) throws {
        let values = (0..<width * height * 4).map { Float(($0 * 7919 + 13) % 1009) / 1009 }
        let picture = LanePicture(values.span, width: width, height: height, channels: 4)
        for place in Self.places {
            let source = """
                #version 300 es
                precision highp float;
                uniform sampler2D u_image0;
                in vec2 v_texCoord;
                out vec4 fragColor;
                void main() {
                    float x = v_texCoord.x * float(\(place.x.0)) + v_texCoord.y * float(\(place.x.1)) + float(\(place.x.2));
                    float y = v_texCoord.x * float(\(place.y.0)) + v_texCoord.y * float(\(place.y.1)) + float(\(place.y.2));
                    fragColor = texture(u_image0, vec2(x, y));
                }
                """
            let made = try #require(try shade(source, width: width, height: height, pictures: [picture]))[0]
            var largest = 0.0
            for row in 0..<height {
                for column in 0..<width {
                    let (u, v) = (
                        (Double(column) + 0.5) / Double(width), (Double(height - 1 - row) + 0.5) / Double(height)
                    )
                    let x = u * place.x.0 + v * place.x.1 + place.x.2
                    let y = u * place.y.0 + v * place.y.1 + place.y.2
                    let truth = Self.texel(values, width, height, x * Double(width) - 0.5, y * Double(height) - 0.5)
                    for channel in 0..<4 {
                        let found = Double(made[(row * width + column) * 4 + channel])
                        largest = max(largest, abs(found - truth[channel]))
                    }
                }
            }
            // A place is rounded to a few millionths of the picture, in texels up to 131 times as much.
            #expect(largest < 1e-4, "\(place.name): \(largest)")
        }
    }

    /// The highest row of `values` comes first, but `y` counts from the lowest.
    private static func texel(_ values: [Float], _ width: Int, _ height: Int, _ x: Double, _ y: Double) -> [Double] {
        let (left, bottom) = (x.rounded(.down), y.rounded(.down))
        func at(_ column: Double, _ row: Double, _ channel: Int) -> Double {
            let column = Int(max(0, min(column, Double(width - 1))))
            let row = height - 1 - Int(max(0, min(row, Double(height - 1))))
            return Double(values[(row * width + column) * 4 + channel])
        }
        return (0..<4).map { channel in
            let (right, top) = (x - left, y - bottom)
            let low = at(left, bottom, channel) * (1 - right) + at(left + 1, bottom, channel) * right
            let high = at(left, bottom + 1, channel) * (1 - right) + at(left + 1, bottom + 1, channel) * right
            return low * (1 - top) + high * top
        }
    }
}
