"""`make missing`: the sentences that have no Chinese yet, as a catalogue to fill in, by the place where they stand."""

from tests.principles.test_translations import asked, catalogues, reviewed


def main() -> None:
    known = {message for _, catalogue in catalogues() for message in reviewed(catalogue)}
    for (context, sentence), place in asked().items():
        if (context, sentence) not in known:
            head = f'msgctxt "{context}"\n' if context else ""
            english = sentence.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            print(f'#: {place}\n{head}msgid "{english}"\nmsgstr ""\n')


main()
