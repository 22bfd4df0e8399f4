"""Figures kept for every organization of today's tree, so that a page reads them as fast in a province as in a town.

Whatever changes a row that a figure rests on leaves a mark in the same transaction, by a trigger of the database
(`marking`); a background pass counts the marked organizations again (`counting`) and adds the difference to everything
above them (`rolling`); pages read the result (`engines.kept`). All of it can be made anew from the records.
"""
