import Testing

@testable import Shading

struct ShaderErrorTests {
    /// What stands in `main`, and what is said about it; the first line of `main` is the fifth.
    static let inMain: [(String, String)] = [
        ("r = 1.0;", "line 5, column 5: float is given to '=', which takes vec4. Convert it: vec4(…)."),
        ("r.x = 1;", "line 5, column 7: int is given to '=', which takes float. Convert it: float(…)."),
        (
            "r.x = 1.0 + 1;",
            "line 5, column 11: '+' does not take float and int. "
                + "Convert one of them; nothing is converted by itself."
        ),
        ("r = vec4(colr, 1.0);", "line 5, column 10: 'colr' is not declared. Declare it before this line."),
        (
            "vec3 color; r = vec4(colr, 1.0);",
            "line 5, column 22: 'colr' is not declared. "
                + "Did you mean 'color'?"
        ),
        (
            "r.x = smothstep(0.0, 1.0, r.y);",
            "line 5, column 7: there is no function 'smothstep'. "
                + "Did you mean 'smoothstep'?"
        ),
        (
            "r.x = min(1.0, 2);",
            "line 5, column 7: 'min' does not take (float, int). "
                + "Convert the arguments; nothing is converted by itself."
        ),
        (
            "r = vec4(1.0, 2.0);",
            "line 5, column 5: vec4 cannot be made from (float, float). "
                + "Give one number for all, or just enough for it."
        ),
        (
            "r = vec4(r, 2.0);",
            "line 5, column 5: vec4 cannot be made from (vec4, float). "
                + "Give one number for all, or just enough for it."
        ),
        (
            "r.xyq = vec3(1.0);",
            "line 5, column 3: vec4 has no 'xyq'. "
                + "Use up to four letters of xyzw, of rgba or of stpq, within its size."
        ),
        ("r.xx = vec2(1.0);", "line 5, column 3: a component is written to twice. Name each component once."),
        ("float a[2]; r.x = a[2];", "line 5, column 21: there is no element 2 among 2. Use 0 to 1."),
        ("if (r.x) r.y = 1.0;", "line 5, column 7: float is no condition. Compare it with something."),
        (
            "const float k = r.x;",
            "line 5, column 19: this is known only while the shader runs. "
                + "Use numbers and constants only."
        ),
        (
            "const float k = 1.0; k = 2.0;",
            "line 5, column 22: 'k' cannot be written to. "
                + "Use a variable of your own."
        ),
        ("u = 2.0;", "line 5, column 1: 'u' cannot be written to. Use a variable of your own."),
        ("break;", "line 5, column 1: 'break' stands outside of a loop or a switch. Remove it."),
        (
            "return 1.0;",
            "line 5, column 8: 'return' gives float, but the function gives nothing. "
                + "Remove the value."
        ),
        ("float r;", "line 5, column 7: 'r' is declared already. Give one of them another name."),
        (
            "r = vec4(1.0)",
            "line 5, column 14: ';' is missing before 'fragColor0'. "
                + "Complete what comes before it."
        ),
        ("r = vec4(1.0;", "line 5, column 13: ')' is missing before ';'. Complete what comes before it."),
        (
            "float sample = 1.0;",
            "line 5, column 7: the name 'sample' is reserved. "
                + "Choose another; names with 'gl_' or '__' are the language's."
        ),
        ("switch (1.0) { }", "line 5, column 9: 'switch' does not take float. Use int or uint."),
        (
            "r @ 1;",
            "line 5, column 3: '@' belongs nowhere in the language. "
                + "Remove it, or put it into a comment."
        ),
        ("r.x = 09;", "line 5, column 7: '09' is no number. Write it as 1, 1u, 0x1F or 1.5."),
        ("r = half4(1.0);", "line 5, column 5: there is no function 'half4'. Declare it before this line."),
        (
            "bool b = 1.0 < 2;",
            "line 5, column 14: '<' does not take float and int. "
                + "Convert one of them; nothing is converted by itself."
        ),
        (
            "r.x = r.y % 2.0;",
            "line 5, column 11: '%' does not take float and float. "
                + "Convert one of them; nothing is converted by itself."
        ),
        ("r.x = twice(1);", "line 5, column 7: 'twice' does not take (int). It takes (float)."),
        (
            "r.x = twice;",
            "line 5, column 7: 'twice' is a function. "
                + "Call it, with its arguments in parentheses."
        ),
        ("/* open", "line 5, column 1: the comment has no end. Close it with */."),
    ]

    @Test(arguments: inMain)
    func `what is wrong is said with its place and what to do`(line: String, expected: String) {
        let source = """
            #version 300 es
            precision highp float; uniform float u; out vec4 fragColor0;
            float twice(float x) { return 2.0 * x; }
            void main() { vec4 r = vec4(0.0);
            \(line)
             fragColor0 = r; }
            """
        // A line that lacks its end is found out about in the next one.
        let error = #expect(throws: ShaderError.self) { try Shader(source) }
        let found = error.map { "\($0)" }?.replacing("line 6, column 2:", with: "line 5, column 14:")
        #expect(found == expected)
    }

    static let whole: [(String, String)] = [
        (
            "void main() { }",
            "line 1, column 1: the first line does not tell the version. "
                + "Begin the very first line with '#version 300 es'."
        ),
        (
            "\n#version 300 es\nvoid main() { }",
            "line 1, column 1: the first line does not tell the version. "
                + "Begin the very first line with '#version 300 es'."
        ),
        (
            "#version 310 es\nvoid main() { }",
            "line 1, column 1: the version is '310 es'. "
                + "Begin the very first line with '#version 300 es'."
        ),
        (
            "#version 300 es\nfloat x;\nvoid main() { }",
            "line 2, column 7: nothing tells the precision of float. "
                + "Add 'precision highp float;' after the first line."
        ),
        ("#version 300 es\n", "line 1, column 1: there is no function 'main'. Write 'void main() { … }'."),
        (
            "#version 300 es\nin highp vec2 uv;\nvoid main() { }",
            "line 2, column 15: no pixel brings 'vec2 uv'. "
                + "It brings 'vec2 v_texCoord', which is not 'flat'."
        ),
        (
            "#version 300 es\nuniform highp sampler3D s;\nvoid main() { }",
            "line 2, column 15: there are no pictures for sampler3D. "
                + "Use sampler2D."
        ),
        (
            "#version 300 es\nout highp vec4 a; out highp vec4 b;\nvoid main() { }",
            "line 2, column 16: nothing tells which picture 'a' goes to. "
                + "Put 'layout(location = 0)' before each of several outputs."
        ),
        (
            "#version 300 es\nout highp ivec4 a;\nvoid main() { }",
            "line 2, column 17: the picture that 'a' goes to holds floats, not ivec4. "
                + "Use vec4."
        ),
        (
            "#version 300 es\n#if X\n#endif\nvoid main() { }",
            "line 2, column 5: 'X' does not fit into the condition. "
                + "Use whole numbers, macros that stand for some, and 'defined'."
        ),
        (
            "#version 300 es\n#if 1\nvoid main() { }",
            "line 2, column 2: this condition has no '#endif'. "
                + "Add '#endif'."
        ),
        (
            "#version 300 es\n#else\nvoid main() { }",
            "line 2, column 2: there is no condition for '#else'. "
                + "Add '#if' before it."
        ),
        (
            "#version 300 es\n#error not here\nvoid main() { }",
            "line 2, column 2: '#error' says: not here. "
                + "Change what it asks for."
        ),
        (
            "#version 300 es\n#define F(a) a\nvoid main() { int i = F(1, 2); }",
            "line 3, column 23: the macro 'F' takes 1 arguments, not 2. "
                + "Give as many as it has parameters."
        ),
        (
            "#version 300 es\nint f(int a) { return f(a); }\nvoid main() { f(1); }",
            "line 2, column 23: 'f' calls itself. "
                + "Use a loop."
        ),
        (
            "#version 300 es\nint f(int a);\nvoid main() { f(1); }",
            "line 3, column 15: 'f' is called, but nothing tells what it does. "
                + "Write its body."
        ),
        (
            "#version 300 es\nint f(int a) { }\nvoid main() { }",
            "line 2, column 5: 'f' never gives the int that it promises. "
                + "Add 'return'."
        ),
        (
            "#version 300 es\nint sin(int a) { return a; }\nvoid main() { }",
            "line 2, column 5: 'sin' is a function of the language. "
                + "Give yours another name."
        ),
        (
            "#version 300 es\nuniform Block { int a; };\nvoid main() { }",
            "line 2, column 9: nothing fills the block 'Block'. "
                + "Use u_float0, u_int0 and their like."
        ),
        (
            "#version 300 es\nint a[2][2];\nvoid main() { }",
            "line 2, column 9: ';' is missing before '['. "
                + "Complete what comes before it."
        ),
        (
            "#version 300 es\nint a[0];\nvoid main() { }",
            "line 2, column 6: an array cannot have 0 elements. "
                + "Use 1 to 4096, and no more than 65536 numbers in all."
        ),
        (
            "#version 300 es\nstruct S { int a; }; \nvoid main() { S s; s.b = 1; }",
            "line 3, column 22: S has no field 'b'. "
                + "It has a."
        ),
    ]

    @Test(arguments: whole)
    func `what is wrong outside of functions is said so too`(source: String, expected: String) {
        let error = #expect(throws: ShaderError.self) { try Shader(source) }
        #expect(error.map { "\($0)" } == expected)
    }

    @Test(arguments: [
        "(", String(repeating: "(", count: 100_000), "a" + String(repeating: "+a", count: 100_000),
        String(repeating: "{", count: 100_000), String(repeating: "if(true)", count: 100_000),
        String(repeating: "-", count: 99_999), "int[", "int a[", "struct S { S s; } s;", "for(;;", "\0\u{1F600}",
    ])
    func `nothing in main brings the program down`(text: String) {
        #expect(throws: ShaderError.self) { try Shader("#version 300 es\nvoid main() { int a; \(text); }") }
    }

    @Test func `macros that double and double are given up`() {
        let lines = (1...60).map { "#define M\($0) M\($0 - 1) M\($0 - 1)" }.joined(separator: "\n")
        #expect(throws: ShaderError.self) {
            try Shader("#version 300 es\n#define M0 a +\n\(lines)\nvoid main() { int a; a = M60 a; }")
        }
    }

    @Test func `functions that call and call are given up`() {
        let functions = (1...40).map { "int f\($0)(int a) { return f\($0 - 1)(a) + f\($0 - 1)(a + 1); }" }
        let source = "#version 300 es\nint f0(int a) { return a * 3; }\n" + functions.joined(separator: "\n")
        #expect(throws: ShaderError.self) { try Shader(source + "\nvoid main() { f40(1); }") }
    }

    @Test func `arrays that fill the memory are given up`() {
        let arrays = (1...100).map { "float a\($0)[4096]; a\($0)[0] = float(\($0));" }.joined(separator: "\n")
        let error = #expect(throws: ShaderError.self) {
            try Shader("#version 300 es\nprecision highp float;\nvoid main() {\n\(arrays)\n}")
        }
        #expect(error?.fault == .tooLong)
    }
}
