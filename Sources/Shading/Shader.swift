import Lanes

/// A fragment shader of OpenGL ES 3.00, ready to be run on the processor.
///
/// ```swift
/// let shader = try Shader("#version 300 es …")
/// ```
public struct Shader: Hashable, Sendable {
    public let program: LaneProgram

    /// What is set from outside, as far as the shader uses it.
    public let uniforms: [Uniform]

    /// The names of its pictures, in the order in which the program numbers them.
    public let pictures: [String]

    let frame: [Int32]
    let sizes: [Int: [Int32]]

    /// A value from outside.
    public struct Uniform: Hashable, Sendable {
        public let name: String
        /// As the shader writes it: `vec2`.
        public let type: String
        /// What each component is: `float`, `int`, `uint` or `bool`.
        public let kinds: [String]
        let registers: [Int32]
        let line: Int
        let column: Int
    }

    /// - Throws: `ShaderError` at the first thing that is wrong.
    public init(_ source: String) throws(ShaderError) {
        let reader = try ShaderReader.read(source)
        var lowering = Lowering()
        try lowering.lower(reader)
        var program = lowering.program()
        let outside = lowering.outside
        program.column = lowering.settled(outside.column)
        program.row = lowering.settled(outside.row)
        program.outputs = outside.outputs.map {
            LaneProgram.Output(number: $0.number, registers: $0.registers.map { lowering.settled($0) })
        }
        self.program = program
        uniforms = outside.uniforms.map { uniform in
            let variable = uniform.variable
            return Uniform(
                name: variable.name, type: variable.type.description,
                kinds: variable.type.componentKinds.map(\.rawValue),
                registers: uniform.registers.map { lowering.settled($0) }, line: variable.place.line,
                column: variable.place.column)
        }
        pictures = outside.pictures
        frame = outside.frame.map { lowering.settled($0) }
        sizes = Dictionary(
            uniqueKeysWithValues: outside.sizes.map { (Int($0), $1.map { lowering.settled($0) }) })
    }
}
