/// Something that has a name and holds a value.
final class Variable {
    enum Role {
        case local
        /// Fixed by its initial value.
        case constant
        case global
        /// Set from outside, the same for all pixels.
        case uniform
        /// Comes with the pixel.
        case input
        /// Goes into a picture.
        case output
        case builtIn
        case parameter(Passing)
    }

    enum Passing {
        case `in`
        case out
        case `inout`
    }

    let name: String
    let type: ShaderType
    let role: Role
    let place: SourcePlace

    /// The number of the picture that an output goes to.
    var location: Int?
    var isConstantParameter = false

    /// How often something other than its initial value is written to it.
    var writes = 0
    var isUsed = false

    /// Its components, where they are known from the source alone.
    var known: [UInt32]?

    init(_ name: String, _ type: ShaderType, _ role: Role, at place: SourcePlace) {
        self.name = name
        self.type = type
        self.role = role
        self.place = place
    }

    var isWritable: Bool {
        switch role {
        case .local, .global, .output: true
        case .constant, .uniform, .input: false
        case .builtIn: name == "gl_FragDepth"
        case .parameter: !isConstantParameter
        }
    }

    var isConstant: Bool { if case .constant = role { true } else { false } }
}
