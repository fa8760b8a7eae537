/// What a shader's text says to the node rather than to the language.
struct ShaderSource {
    /// How often the shader is run, each time on what it made the time before: `#pragma passes 2`.
    let passes: Int

    /// How many pictures it makes: one more than the highest number after `fragColor`, four at most.
    let outputs: Int

    init(_ text: String) {
        passes = text.firstMatch(of: #/\#pragma\s+passes\s+(\d+)/#).map { max(1, Int($0.1) ?? 1) } ?? 1
        let numbers = text.matches(of: #/fragColor(\d+)/#).map { Int($0.1) ?? .max }
        outputs = min(numbers.max() ?? 0, 3) + 1
    }

    /// Shows the first picture as it is.
    static let unchanged = """
        #version 300 es
        precision highp float;

        uniform sampler2D u_image0;

        in vec2 v_texCoord;
        layout(location = 0) out vec4 fragColor0;

        void main() {
            fragColor0 = texture(u_image0, v_texCoord);
        }
        """
}
