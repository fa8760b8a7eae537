/// What a shader takes from outside, and where it finds it.
struct Outside {
    struct Uniform {
        let variable: Variable
        let registers: [Register]
    }

    /// Four registers for what goes into one picture.
    struct Output {
        let number: Int
        let registers: [Register]
    }

    var uniforms: [Uniform] = []
    /// Names of pictures, by number.
    var pictures: [String] = []
    /// Width and height of pictures, by number, as far as they are asked for.
    var sizes: [Int32: [Register]] = [:]
    /// Width and height of the frame, as floats.
    var frame: [Register] = []
    var column: Register = 0
    var row: Register = 0
    var outputs: [Output] = []
}
