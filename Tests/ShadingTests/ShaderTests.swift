import Lanes
import Testing

@testable import Shading

struct ShaderTests {
    @Test func `a loop without an end is given up`() throws {
        let source = """
            #version 300 es
            precision highp float;
            out vec4 fragColor0;
            void main() { fragColor0 = vec4(1.0); while (true) { fragColor0.x += 1.0; } }
            """
        #expect(try shade(source, width: 3, height: 2) == nil)
    }

    @Test func `a loop that all pixels leave by being discarded ends`() throws {
        let source = """
            #version 300 es
            precision highp float;
            out vec4 fragColor0;
            void lose() { discard; }
            void main() { fragColor0 = vec4(1.0); while (true) { lose(); } }
            """
        #expect(try shade(source, width: 1, height: 1) == [[0, 0, 0, 0]])
    }

    @Test func `rows are made from the lowest up, and pictures keep the highest first`() throws {
        let source = """
            #version 300 es
            precision highp float;
            out vec4 fragColor0;
            void main() { fragColor0 = vec4(gl_FragCoord.xy, 0.0, 1.0); }
            """
        #expect(try shade(source, width: 1, height: 2) == [[0.5, 1.5, 0, 1, 0.5, 0.5, 0, 1]])
    }

    /// Blocks of pixels are 64 wide and 2 high.
    @Test(arguments: [(1, 1), (63, 3), (64, 2), (65, 5), (200, 17)])
    func `every pixel is made, whatever the size`(width: Int, height: Int) throws {
        let source = """
            #version 300 es
            precision highp float;
            uniform vec2 u_resolution;
            out vec4 fragColor0;
            void main() { fragColor0 = vec4(gl_FragCoord.x + gl_FragCoord.y * u_resolution.x); }
            """
        let made = try #require(try shade(source, width: width, height: height)?[0])
        for row in 0..<height {
            for column in 0..<width {
                let up = Float(height - 1 - row) + 0.5
                #expect(made[(row * width + column) * 4] == Float(column) + 0.5 + up * Float(width))
            }
        }
    }

    @Test func `the same shader gives the same bits again`() throws {
        let source = """
            #version 300 es
            precision highp float;
            in vec2 v_texCoord;
            out vec4 fragColor0;
            void main() {
                float unset;
                float sum = unset;
                for (int i = 0; i < int(v_texCoord.x * 20.0); i++) sum += sin(v_texCoord.y * float(i));
                fragColor0 = vec4(sum, dFdx(sum), dFdy(sum), 1.0);
            }
            """
        let (first, second) = (try shade(source, width: 150, height: 40), try shade(source, width: 150, height: 40))
        #expect(first != nil && first == second)
    }

    @Test(arguments: [
        ("r = vec4(1 / 0, 5 % 0, -2147483647 - 1, int(1e20));", [-1, -1, -2147483648, 2147483648] as [Float]),
        ("r = vec4(float(0u - 1u), 3 << 33, -8 >> 1, uint(-1.0) >> 31);", [4294967296, 6, -4, 1]),
        ("int a[3] = int[](1, 2, 3); int i = 7; r = vec4(a[i], a[-i], 0, 0);", [3, 1, 0, 0]),
        ("int a[2]; int i = 5; a[i] = 9; r = vec4(a[0], a[1], 0, 0);", [0, 9, 0, 0]),
    ])
    func `what the language leaves open harms nobody`(body: String, expected: [Float]) throws {
        #expect(try pixel(body) == expected)
    }

    @Test func `a sampler without a picture reads the first one`() throws {
        let source = """
            #version 300 es
            precision highp float;
            uniform sampler2D nothing;
            out vec4 fragColor0;
            void main() { fragColor0 = texture(nothing, vec2(0.5)); }
            """
        let picture = LanePicture([0.25, 0.5, 0.75].span, width: 1, height: 1, channels: 3)
        #expect(try shade(source, width: 1, height: 1, pictures: [picture]) == [[0.25, 0.5, 0.75, 1]])
    }

    @Test func `a uniform of another type than its value is refused`() throws {
        let source = """
            #version 300 es
            precision highp float;
            uniform int u_float0;
            out vec4 fragColor0;
            void main() { fragColor0 = vec4(u_float0); }
            """
        let error = #expect(throws: UniformError.self) {
            try shade(source, width: 1, height: 1, uniforms: ["u_float0": .floats([1])])
        }
        #expect(
            error?.description
                == "line 3, column 13: 'u_float0' is declared as int, but gets float. Declare it as float.")
    }

    @Test func `names of pictures and uniforms are told`() throws {
        let shader = try Shader(
            """
            #version 300 es
            precision highp float;
            uniform sampler2D u_image0, u_curve1;
            uniform float u_float0, unused;
            out vec4 fragColor0;
            void main() { fragColor0 = texture(u_image0, vec2(u_float0)) + texture(u_curve1, vec2(0)); }
            """)
        #expect(shader.pictures == ["u_image0", "u_curve1"])
        #expect(shader.uniforms.map(\.name) == ["u_float0"])
    }
}
