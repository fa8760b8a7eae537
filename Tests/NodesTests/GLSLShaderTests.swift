import Engine
import Tensors
import Testing

@testable import Nodes

struct GLSLShaderTests {
    private static let head = """
        #version 300 es
        precision highp float;
        uniform sampler2D u_image0;
        uniform sampler2D u_image1;
        uniform float u_float0;
        uniform int u_int0;
        uniform bool u_bool0;
        uniform int u_pass;
        in vec2 v_texCoord;
        layout(location = 0) out vec4 fragColor0;

        """

    private func run(_ source: String, _ images: [Tensor], _ change: (GLSLShader) -> Void = { _ in }) throws -> [Tensor]
    {
        var made: [Tensor] = []
        try withFolders { folders in
            let node = GLSLShader()
            node.fragmentShader = source
            node.images = Growing(names: images.indices.map { "image\($0)" }, values: images.map { Image(pixels: $0) })
            change(node)
            try node.run(RunContext(folders: folders))
            made = [node.image0, node.image1, node.image2, node.image3].map(\.pixels)
        }
        return made
    }

    private func picture(_ shape: [Int]) -> Tensor {
        let count = shape.reduce(1, *)
        return Tensor((0..<count).map { Float($0 * 37 % 101) / 100 }, shape: shape)
    }

    @Test func `the shader that editors start from changes nothing but adds opacity`() throws {
        let pixels = picture([2, 3, 5, 3])
        let made = try run(ShaderSource.unchanged, [pixels])
        #expect(made[0].shape == [2, 3, 5, 4])
        let (own, before) = (made[0].array, pixels.array)
        for pixel in 0..<30 {
            #expect(own[pixel * 4 + 3] == 1)
            for channel in 0..<3 { #expect(abs(own[pixel * 4 + channel] - before[pixel * 3 + channel]) < 1e-6) }
        }
    }

    @Test func `outputs that the source does not name are black and transparent`() throws {
        let body =
            "layout(location = 1) out vec4 fragColor1; void main() { fragColor0 = vec4(1.0); fragColor1 = vec4(0.5); }"
        let made = try run(Self.head + body, [picture([1, 2, 2, 3])])
        #expect(
            made.map { $0.array.first } == [1, 0.5, 0, 0]
                && made.map(\.shape) == Array(repeating: [1, 2, 2, 4], count: 4))
    }

    @Test func `numbers, curves and sizes come from outside`() throws {
        let body = """
            uniform sampler2D u_curve0;
            uniform vec2 u_resolution;
            void main() {
                float bent = texelFetch(u_curve0, ivec2(255, 0), 0).r;
                fragColor0 = vec4(u_float0, float(u_int0) + (u_bool0 ? 0.5 : 0.0), bent, u_resolution.x);
            }
            """
        let made = try run(Self.head + body, [picture([1, 2, 2, 3])]) { node in
            node.sizeMode = .custom
            (node.width, node.height) = (7, 3)
            node.floats = Growing(names: ["u_float3"], values: [0.25])
            node.ints = Growing(names: ["u_int0"], values: [4])
            node.bools = Growing(names: ["u_bool0"], values: [true])
            node.curves = Growing(
                names: ["u_curve0"], values: [Curve(points: [.init(x: 0, y: 1), .init(x: 1, y: 0.75)])])
        }
        #expect(made[0].shape == [1, 3, 7, 4])
        #expect(Array(made[0].array.prefix(4)) == [0.25, 4.5, 0.75, 7])
    }

    @Test(arguments: [1, 2, 3, 5])
    func `each pass reads what the one before has made`(passes: Int) throws {
        let body =
            "#pragma passes \(passes)\nvoid main() { fragColor0 = texture(u_image0, v_texCoord) * 2.0 + float(u_pass); }"
        let made = try run(Self.head + body, [Tensor(repeating: 1, shape: [1, 2, 3, 3])])
        let expected = (0..<passes).reduce(Float(1)) { $0 * 2 + Float($1) }
        #expect(made[0].array.allSatisfy { $0 == expected })
    }

    @Test func `the second picture may have another size`() throws {
        let body = "void main() { fragColor0 = vec4(textureSize(u_image1, 0), textureSize(u_image0, 0)); }"
        let made = try run(Self.head + body, [picture([1, 2, 3, 3]), picture([1, 5, 4, 4])])
        #expect(Array(made[0].array.prefix(4)) == [4, 5, 3, 2])
    }

    @Test func `what is wrong is told`() throws {
        func sentence(_ source: String, _ images: [Tensor]) -> String {
            let error = #expect(throws: ShadingError.self) { try run(source, images) }
            return error?.description ?? ""
        }
        let good = picture([1, 2, 2, 3])
        #expect(
            sentence(Self.head + "void main() { fragColor0 = 1.0; }", [good])
                == "fragment_shader, line 11, column 28: float is given to '=', which takes vec4. Convert it: vec4(…).")
        #expect(
            sentence(Self.head + "void main() { for (;;) { } }", [good])
                == "fragment_shader: a loop does not end. Let it stop after 4000000 passes at most.")
        #expect(
            sentence(ShaderSource.unchanged, [picture([1, 2, 2, 1])])
                == "image0: 1 channels are neither colours nor colours with opacity. Give a picture of 3 or 4.")
        #expect(
            sentence(ShaderSource.unchanged, [picture([2, 2, 2, 3]), good])
                == "image1: 1 pictures are too few. Give 2, as many as image0 has.")
    }
}
