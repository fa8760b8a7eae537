import Engine
import Lanes
import Shading
import Tensors

/// Where a shader's pictures get their size from.
enum ShaderSize: String, Choice {
    case fromInput = "from_input"
    case custom
}

/// Runs a fragment shader over pictures.
struct GLSLShader: Node, ChecksInputs {
    static let displayName = "GLSL Shader"
    static let category = "image/shader"
    static let summary =
        "Run a fragment shader (GLSL ES 3.00) over pictures; u_resolution tells their size and u_pass the pass."

    @Input("The shader's source.", multiline: true) var fragmentShader = ShaderSource.unchanged
    @Input("Whether pictures get the size of the first one, or another.") var sizeMode = ShaderSize.fromInput
    @Input("Width, in pixels.", in: 1...16_384, when: .when("size_mode", is: "custom")) var width = 512
    @Input("Height, in pixels.", in: 1...16_384, when: .when("size_mode", is: "custom")) var height = 512
    @Input("The pictures: sampler2D u_image0 to u_image4.", growing: .numbered("image", 1...5))
    var images: Growing<Image>
    @Input("Numbers: float u_float0 to u_float19.", growing: .numbered("u_float", 0...20, element: "float"))
    var floats: Growing<Double>
    @Input("Whole numbers: int u_int0 to u_int19.", growing: .numbered("u_int", 0...20, element: "int"))
    var ints: Growing<Int>
    @Input("Truth values: bool u_bool0 to u_bool9.", growing: .numbered("u_bool", 0...10, element: "bool"))
    var bools: Growing<Bool>
    @Input(
        "Curves: sampler2D u_curve0 to u_curve3, 256 texels of red.",
        growing: .numbered("u_curve", 0...4, element: "curve"))
    var curves: Growing<Curve>

    @Output("IMAGE0") var image0: Image
    @Output("IMAGE1") var image1: Image
    @Output("IMAGE2") var image2: Image
    @Output("IMAGE3") var image3: Image

    func check(in folders: Folders) throws {
        if let source = $fragmentShader.literal { _ = try compiled(source) }
    }

    func run(_ context: RunContext) throws {
        let shader = try compiled(fragmentShader)
        let source = ShaderSource(fragmentShader)
        let pictures = images.values.map(\.pixels)
        let count = pictures[0].shape[0]
        for (number, picture) in pictures.enumerated() {
            guard [3, 4].contains(picture.shape[3]) else {
                throw ShadingError.channels(picture.shape[3], picture: "image\(number)")
            }
            guard picture.shape[0] >= count else {
                throw ShadingError.fewerPictures(picture.shape[0], picture: "image\(number)", wanted: count)
            }
        }
        let custom = sizeMode == .custom
        let shading = ShaderPasses(
            shader: shader, passes: source.passes, outputs: source.outputs,
            width: custom ? width : pictures[0].shape[2], height: custom ? height : pictures[0].shape[1],
            uniforms: uniforms, curves: curves.values.map { $0.levels().map { Float($0) } })
        var made: [[Tensor]] = []
        for index in 0..<count {
            let own = pictures.map { $0[rows: index..<index + 1] }
            made.append(
                try shading.run(over: own) { done, all in
                    try context.progress(index * all + done, of: count * all)
                })
        }
        let black = Tensor(zeros: [count, shading.height, shading.width, 4])
        let results = (0..<4).map { output in
            output < source.outputs ? concatenate(made.map { $0[output] }, axis: 0) : black
        }
        (image0, image1) = (Image(pixels: results[0]), Image(pixels: results[1]))
        (image2, image3) = (Image(pixels: results[2]), Image(pixels: results[3]))
    }

    private func compiled(_ source: String) throws(ShadingError) -> Shader {
        do throws(ShaderError) {
            return try Shader(source)
        } catch {
            throw .source(error)
        }
    }

    /// Those that are given get numbers one after another, whatever they are called in the graph.
    private var uniforms: [String: UniformValue] {
        var uniforms: [String: UniformValue] = [:]
        for (index, value) in floats.enumerated() { uniforms["u_float\(index)"] = .floats([Float(value)]) }
        for (index, value) in ints.enumerated() {
            uniforms["u_int\(index)"] = .integers([Int32(truncatingIfNeeded: value)])
        }
        for (index, value) in bools.enumerated() { uniforms["u_bool\(index)"] = .truth(value) }
        return uniforms
    }
}
