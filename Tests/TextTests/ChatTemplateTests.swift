import Testing
import Text

struct ChatTemplateTests {
    private let turns = [
        ChatMessage(role: "system", content: "Be brief."), ChatMessage(role: "user", content: " Hi "),
    ]

    private func text(_ template: String) throws -> String {
        try ChatTemplate(template).text(of: turns, beginning: "<s>", end: "</s>")
    }

    @Test func `the usual template of marks around turns`() throws {
        let template =
            "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}"
            + "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
        #expect(
            try text(template)
                == "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\n")
    }

    @Test func `a template that keeps the system's words for the first turn`() throws {
        let template = """
            {{- bos_token }}
            {%- if messages[0].role == 'system' %}
                {%- set system_message = messages[0]['content']|trim %}
                {%- set loop_messages = messages[1:] %}
            {%- else %}
                {%- set system_message = '' %}
                {%- set loop_messages = messages %}
            {%- endif %}
            {%- for message in loop_messages %}
                {%- if (message.role == 'user') != (loop.index0 % 2 == 0) %}
                    {{- raise_exception('Roles must take turns.') }}
                {%- endif %}
                {%- if loop.first and system_message %}
                    {{- '[INST] <<SYS>>\\n' ~ system_message ~ '\\n<</SYS>>\\n\\n' ~ message.content.strip() ~ ' [/INST]' }}
                {%- else %}
                    {{- message.content }}
                {%- endif %}
            {%- endfor %}
            """
        #expect(try text(template) == "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nHi [/INST]")
    }

    static let expressions: [(String, String)] = [
        ("{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 1 / 4 }}", "3 -4 2 0.25"),
        ("{{ 'a' in 'cat' }} {{ 'x' not in ['y'] }} {{ not true or 1 == 1.0 }}", "True True True"),
        ("{{ messages | length }} {{ messages[-1].content | trim | upper }}", "2 HI"),
        ("{{ missing.attribute is defined }} {{ missing | default('none') }} {{ none is none }}", "False none True"),
        ("{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}", "2"),
        ("{% set n = 0 %}{% for m in messages %}{% set n = n + 1 %}{% endfor %}{{ n }}", "0"),
        (
            "{% for m in messages if m.role == 'user' %}{{ loop.index }}{{ m.role }}{% else %}nobody{% endfor %}",
            "1user"
        ),
        ("{% for k, v in {'a': 1, 'b': [2]}.items() %}{{ k }}={{ v }};{% endfor %}", "a=1;b=[2];"),
        (
            "{% macro twice(x, y='!') %}{{ x }}{{ x }}{{ y }}{% endmacro %}{{ twice('ab') }}{{ twice('c', y='?') }}",
            "abab!cc?"
        ),
        ("{{ {'a': [1, none, \"q\\\"\"]} | tojson }}", "{\"a\": [1, null, \"q\\\"\"]}"),
        ("{{ 'a,b,c'.split(',') | join('-') }} {{ 'abc'[::-1] }} {{ 'abc'[1:] }}", "a-b-c cba bc"),
        ("{{ 'yes' if messages else 'no' }}{{ 'x' if false }}", "yes"),
        ("a  {%- if true %} b {% endif -%}  c", "a b c"),
        ("  {% if true %}\nline\n  {% endif %}\nend", "line\nend"),
        ("{# a remark #}{{ range(3) | list }}", "[0, 1, 2]"),
        (
            "{% for i in range(9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i > 3 %}{% break %}{% endif %}{{ i }}{% endfor %}",
            "013"
        ),
        ("{{ (messages | selectattr('role', 'equalto', 'user') | list)[0].role }}", "user"),
        (
            "{{ messages | map(attribute='role') | join(' ') }} {{ [' a '] | map('trim') | map('upper') | list }}",
            "system user ['A']"
        ),
        ("{{ [3, 1, 3] | unique | sort | list }} {{ [3, 1] | max }}{{ [3, 1] | min }}{{ [3, 1] | sum }}", "[1, 3] 314"),
        ("{{ [1, 2, 3] | reject('equalto', 2) | list }} {{ [0, 1] | select | list }}", "[1, 3] [1]"),
        (
            "{{ 'a.b.c'.split('.', 1) }} {{ 'a.b.c'.rsplit('.', 1) }} {{ 'a\nb'.splitlines() }}",
            "['a', 'b.c'] ['a.b', 'c'] ['a', 'b']"
        ),
        (
            "{{ 'abc'.removeprefix('a') }}{{ 'abc'.removesuffix('c') }}{{ 'aba'.count('a') }}{{ 'aba'.rfind('a') }}{{ 'xxx'.replace('x', 'y', 1) }}",
            "bcab22yxx"
        ),
        (
            "{{ 'abc'.startswith(('x', 'a')) }} {{ '12'.isdigit() }} {{ 'a' <= 'b' }} {{ 'abc' | reverse }}",
            "True True True cba"
        ),
        ("{{ 'x' is in ['x'] }} {{ 'x' is not in ['x'] }} {{ 3 is gt 2 }} {{ 'a' is upper }}", "True False True False"),
        ("{% set a, b = 1, 2 %}{{ a }}{{ b }}{% with a = 5 %}{{ a }}{% endwith %}{{ a }}", "1251"),
        ("{% filter upper %}abc{% endfilter %}{{ 'a\nb' | indent(2) }}", "ABCa\n  b"),
        ("{{ '\\u00e9\\x41' }}{{ '<b>' | e }}{{ 2.567 | round(1) }}", "\u{E9}A&lt;b&gt;2.6"),
        ("the last line's end is no text\n", "the last line's end is no text"),
    ]

    @Test(arguments: expressions)
    func `templates say what Jinja says`(template: String, wanted: String) throws {
        #expect(try text(template) == wanted)
    }

    static let faults: [(String, String)] = [
        ("{{ a", "chat template, line 1: '{{' is not closed. Give the whole text as a prompt instead."),
        (
            "x\n{% if a %}",
            "chat template, line 2: a '{% … %}' block is not closed. Give the whole text as a prompt instead."
        ),
        (
            "{% include 'x' %}",
            "chat template, line 1: the tag 'include' is not known. Give the whole text as a prompt instead."
        ),
        (
            "{{ 1 | shuffle }}",
            "chat template, line 1: the filter 'shuffle' is not known. Give the whole text as a prompt instead."
        ),
        (
            "{{ open('/etc/passwd') }}",
            "chat template, line 1: the function 'open' is not known. Give the whole text as a prompt instead."
        ),
        (
            "{{ raise_exception('Only one turn.') }}",
            "chat template, line 1: the model's template says: Only one turn. Write the conversation as it asks."
        ),
        (
            "{% for a in range(4000) %}{% for b in range(4000) %}{% endfor %}{% endfor %}",
            "chat template, line 1: it does not come to an end. Give the whole text as a prompt instead."
        ),
        (
            "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
            "chat template, line 1: it is nested too deeply. Give the whole text as a prompt instead."
        ),
    ]

    @Test(arguments: faults)
    func `what cannot be done is told with its line`(template: String, words: String) {
        let error = #expect(throws: TemplateError.self) { try text(template) }
        #expect(error?.description.replacing("..", with: ".") == words)
    }

    @Test func `a model is told whether it may think`() throws {
        let template = try ChatTemplate(
            "{% if enable_thinking is defined and enable_thinking is false %}straight{% else %}think{% endif %}")
        #expect(try template.text(of: turns) == "straight")
        #expect(try template.text(of: turns, thinks: true) == "think")
    }

    @Test func `deep nesting is refused, not a crash`() {
        let template =
            "{{ " + String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000) + " }}"
        #expect(throws: TemplateError.self) { try text(template) }
    }
}
