import Engine
import Testing

@testable import Nodes

struct ShaderMemoryTests {
    private func forecast(_ source: String, _ inputs: String = #""size_mode": "from_input""#) throws -> MemoryForecast {
        let text = """
            {"1": {"class_type": "EmptyImage", "inputs": {"width": 1024, "height": 512, "batch_size": 2, "color": 0}},
             "2": {"class_type": "EmptyImage", "inputs": {"width": 96, "height": 64, "batch_size": 2, "color": 0}},
             "3": {"class_type": "GLSLShader", "inputs": {"fragment_shader": "\(source)", \(inputs),
                "images.image0": ["1", 0], "images.image1": ["2", 0]}},
             "4": {"class_type": "SaveImage", "inputs": {"images": ["3", 0], "filename_prefix": "shaded"}}}
            """
        let folders = Folders(models: [], input: "", output: "", temp: "")
        return try Graph(parsing: Array(text.utf8)).check(against: NodeCatalog(builtInNodes), folders: folders)
            .memoryForecast()
    }

    private static let start = "#version 300 es\\nprecision highp float;\\nuniform sampler2D u_image0;\\n"

    @Test func `a shader's pictures are foreseen, with what it reads and writes`() throws {
        let one = Self.start + "out vec4 fragColor0; void main() { fragColor0 = texture(u_image0, vec2(0.5)); }"
        let forecast = try #require(try forecast(one).nodes.first { $0.node.type == "GLSLShader" })
        let picture = 1024 * 512 * 16
        // What is made, and one black picture for the other outputs.
        #expect(forecast.outputs == 2 * 2 * picture)
        // What was made before it is put together, a picture of it, and one of each input, in rows that are a little longer.
        let rows = (1024 + 32) * 512 * 16
        #expect(forecast.need.working == 2 * picture + 2 * rows + (96 + 32) * 64 * 16)
    }

    @Test func `passes and outputs have their own pictures, of the size that is asked for`() throws {
        let two =
            "#version 300 es\\n#pragma passes 3\\nprecision highp float;\\n"
            + "layout(location = 0) out vec4 fragColor0;\\nlayout(location = 1) out vec4 fragColor1;\\n"
            + "void main() { fragColor0 = vec4(1.0); fragColor1 = vec4(0.5); }"
        let custom = #""size_mode": "custom", "size_mode.width": 64, "size_mode.height": 32"#
        let forecast = try #require(try forecast(two, custom).nodes.first { $0.node.type == "GLSLShader" })
        let picture = 64 * 32 * 16
        #expect(forecast.outputs == 3 * 2 * picture)
        let (made, large, small) = ((64 + 32) * 32 * 16, (1024 + 32) * 512 * 16, (96 + 32) * 64 * 16)
        #expect(forecast.need.working == 2 * 2 * picture + 4 * made + large + small)
    }
}
