# Глава 08-words: что показали опыты и что говорят рисунки.
found-words-near = После двух эпох ближе всего к bread (хлеб): { $bread }; к three (три): { $three } (косинус первого — { NUMBER($cosine, minimumFractionDigits: 2, maximumFractionDigits: 2) }); к went (пошёл): { $went }. Посмотрите, где слова держатся вместе по смыслу, а где по грамматике: сеть знала лишь, что с чем стоит рядом.
found-words-analogy = Из { NUMBER($words) } слов queen { $before ->
        [0] не было среди первых { NUMBER($asked) }
       *[other] стояло на месте { NUMBER($before) }
    }, а теперь первое, косинус { NUMBER($cosine, minimumFractionDigits: 2, maximumFractionDigits: 2) } (второе — { $second }). Если бы само слово king не исключили, оно было бы на месте { $king }.
found-words-analogy-near = Из { NUMBER($words) } слов queen { $before ->
        [0] не было среди первых { NUMBER($asked) }
       *[other] стояло на месте { NUMBER($before) }
    }, а теперь на месте { $queen }; первое — { $first } ({ NUMBER($cosine, minimumFractionDigits: 2, maximumFractionDigits: 2) }), второе — { $second }. Если бы само слово king не исключили, оно было бы на месте { $king }. Близко, но пяти эпох мало.
found-words-analogy-no = Из { NUMBER($words) } слов queen { $before ->
        [0] не было среди первых { NUMBER($asked) }
       *[other] стояло на месте { NUMBER($before) }
    }, а теперь { $queen ->
        [0] его нет среди первых { NUMBER($asked) }
       *[other] на месте { NUMBER($queen) }
    }; первое — { $first } ({ NUMBER($cosine, minimumFractionDigits: 2, maximumFractionDigits: 2) }), второе — { $second }; само слово king было бы на месте { $king }. На этот раз аналогия не вышла: нужно больше эпох.
found-words-room = Вопросов { NUMBER($asked) }; верных ответов при 2 координатах — { $flat }, при 64 — { $wide }. На плоскости всё рядом со всем: ближе всего к bread слова { $flatWords }, косинус четвёртого — { NUMBER($flatCosine, minimumFractionDigits: 3, maximumFractionDigits: 3) }. При 64 координатах: { $wideWords } ({ NUMBER($wideCosine, minimumFractionDigits: 3, maximumFractionDigits: 3) }).
found-words-room-no = Вопросов { NUMBER($asked) }; верных ответов при 2 координатах — { $flat }, при 64 — лишь { $wide }. Ближе всего к bread слова { $flatWords } ({ NUMBER($flatCosine, minimumFractionDigits: 3, maximumFractionDigits: 3) }) и { $wideWords } ({ NUMBER($wideCosine, minimumFractionDigits: 3, maximumFractionDigits: 3) }): за две эпохи сеть не успела воспользоваться местом.
found-softmax-start = До первого шага знаменатель равен { NUMBER($sum, maximumFractionDigits: 1) }, то есть около |W| = { $words }, а p(land|egypt) = { NUMBER($was, maximumSignificantDigits: 3) }. Теперь знаменатель { $denominator }, вероятнее всего { $first }, а p(land|egypt) = { NUMBER($land, maximumSignificantDigits: 3) }, больше в { NUMBER($times, maximumFractionDigits: 0) } { NUMBER($times, maximumFractionDigits: 0) ->
        [one] раз
        [many] раз
       *[other] раза
    }; доля слова land в тексте там — { NUMBER($counted, maximumSignificantDigits: 3) }.
found-softmax-itself = В тексте доля слова рядом с самим собой в среднем { NUMBER($counted, maximumSignificantDigits: 2) }. С одной матрицей выходит { NUMBER($one, maximumSignificantDigits: 2) }, больше в { NUMBER($times, maximumFractionDigits: 1) } { NUMBER($times, maximumFractionDigits: 1) ->
        [one] раз
        [many] раз
       *[other] раза
    }: p(egypt|egypt) = { NUMBER($egypt, maximumSignificantDigits: 2) }, хотя n = { NUMBER($n, maximumFractionDigits: 0) }. С двумя — { NUMBER($two, maximumSignificantDigits: 2) }, отношение к доле { NUMBER($twice, maximumFractionDigits: 1) }.
found-softmax-itself-no = В тексте доля слова рядом с самим собой в среднем { NUMBER($counted, maximumSignificantDigits: 2) }. С одной матрицей выходит { NUMBER($one, maximumSignificantDigits: 2) } (отношение { NUMBER($times, maximumFractionDigits: 1) }), с двумя — { NUMBER($two, maximumSignificantDigits: 2) } (отношение { NUMBER($twice, maximumFractionDigits: 1) }); p(egypt|egypt) = { NUMBER($egypt, maximumSignificantDigits: 2) } при n = { NUMBER($n, maximumFractionDigits: 0) }. На этот раз вторая матрица не помогла.
found-likelihood-ascent = Пар { NUMBER($pairs) }, слов { $words }. На пару сумма выросла с −{ NUMBER($start, maximumFractionDigits: 3) } (log |W| = { NUMBER($uniform, maximumFractionDigits: 3) }) до −{ NUMBER($mean, maximumFractionDigits: 3) }; выше −{ NUMBER($bound, maximumFractionDigits: 3) } не подняться ни с какими векторами. Пройдено { NUMBER($share, maximumFractionDigits: 0) } % пути; вся сумма равна −{ NUMBER($total, maximumFractionDigits: 2) } млн.
found-likelihood-two = На пару: −{ NUMBER($one, maximumFractionDigits: 3) } с одной матрицей, −{ NUMBER($two, maximumFractionDigits: 3) } с двумя, граница −{ NUMBER($bound, maximumFractionDigits: 3) }. До границы не хватало { NUMBER($gap1, maximumFractionDigits: 3) }, осталось { NUMBER($gap2, maximumFractionDigits: 3) }. Среднее p(u|u): { NUMBER($self1, maximumSignificantDigits: 2) } и { NUMBER($self2, maximumSignificantDigits: 2) }, в тексте { NUMBER($counted, maximumSignificantDigits: 2) }.
found-likelihood-two-no = На пару: −{ NUMBER($one, maximumFractionDigits: 3) } с одной матрицей, −{ NUMBER($two, maximumFractionDigits: 3) } с двумя, граница −{ NUMBER($bound, maximumFractionDigits: 3) }. До границы не хватало { NUMBER($gap1, maximumFractionDigits: 3) }, а теперь { NUMBER($gap2, maximumFractionDigits: 3) }: двум матрицам нужно больше шагов. Среднее p(u|u): { NUMBER($self1, maximumSignificantDigits: 2) } и { NUMBER($self2, maximumSignificantDigits: 2) }, в тексте { NUMBER($counted, maximumSignificantDigits: 2) }.
found-likelihood-negative = Эпоха заняла { NUMBER($sampled, maximumFractionDigits: 0) } мс с негативным сэмплированием и { NUMBER($full, maximumFractionDigits: 1) } мс с полным softmax: когда слов 400, а частоты уже посчитаны, знаменатель дёшев; его цена растёт как |W|², цена сэмплирования от |W| не зависит. В softmax его векторы дают −{ NUMBER($rough, maximumFractionDigits: 2) } на пару вместо −{ NUMBER($exact, maximumFractionDigits: 2) } (граница −{ NUMBER($bound, maximumFractionDigits: 2) }): рядом с king он ждёт { $word }, а p(the|king) = { NUMBER($theSampled, maximumSignificantDigits: 2) }; в тексте { NUMBER($counted, maximumSignificantDigits: 2) }, полный softmax даёт { NUMBER($the, maximumSignificantDigits: 2) }. Он учит то, что рядом со словом необычно, а не то, что часто.
found-likelihood-negative-fast = Эпоха заняла { NUMBER($sampled, maximumFractionDigits: 0) } мс с негативным сэмплированием и { NUMBER($full, maximumFractionDigits: 1) } мс с полным softmax: сэмплирование дешевле уже при 400 словах. В softmax его векторы дают −{ NUMBER($rough, maximumFractionDigits: 2) } на пару вместо −{ NUMBER($exact, maximumFractionDigits: 2) } (граница −{ NUMBER($bound, maximumFractionDigits: 2) }): рядом с king он ждёт { $word }, а p(the|king) = { NUMBER($theSampled, maximumSignificantDigits: 2) }; в тексте { NUMBER($counted, maximumSignificantDigits: 2) }, полный softmax даёт { NUMBER($the, maximumSignificantDigits: 2) }. Он учит то, что рядом со словом необычно, а не то, что часто.

figure-map-title = Карта слов и параллелограмм
figure-map-desc = Слова — точки: проекции их векторов на плоскость. Рядом плоскость трёх слов аналогии, параллелограмм из их разностей и слово, ближайшее к его четвёртой вершине.
figure-map-words = Слова на карте
figure-map-plane = Плоскость трёх слов
figure-map-question = Аналогия
figure-map-word = Слово
figure-map-nearest = Из этих слов ближе всего к { $word }: { $list }
figure-map-answer = { $a } − { $b } + { $c }: из этих слов ближе всего { $found } (косинус { $cosine }); до этой плоскости — { $outside } расстояния до { $b }.
figure-map-recorded = Запись: векторы { NUMBER($words) } слов из прогона этой лаборатории (шагов: { NUMBER($steps) }). Обучите лабораторию — рисунок покажет ваши.
figure-map-live = Вживую: векторы лаборатории, шагов обучения: { NUMBER($step) }.
figure-map-table = Косинусы таблицей
figure-map-cosine = Косинус

figure-softmax-title = p(w|u): каждый числитель делится на общую сумму
figure-softmax-desc = Столбики вероятностей слов рядом с выбранным словом. Каждая — экспонента скалярного произведения, делённая на сумму всех таких экспонент.
figure-softmax-u = u
figure-softmax-others = все остальные слова
figure-softmax-numerator = exp⟨x_w, x_u⟩
figure-softmax-denominator = Знаменатель: сумма по { $words ->
    [one] { NUMBER($words) } слову
   *[many] { NUMBER($words) } словам
  }
figure-softmax-formula = p({ $w } | { $u }) = { $numerator } / { $denominator } = { $p }
figure-softmax-counted = доля в тексте
figure-softmax-said = p(w|u)
figure-softmax-recorded = Запись: эта лаборатория, шагов обучения: { NUMBER($steps) }. Обучите лабораторию — рисунок покажет вашу.
figure-softmax-live = Вживую: лаборатория, шагов обучения: { NUMBER($step) }.
figure-softmax-table = Числа таблицей

figure-likelihood-title = Сумма Σ n_wu log p(w|u), слагаемое за слагаемым
figure-likelihood-desc = Матрица частот: сколько раз слово столбца стоит не дальше двух слов от слова строки. Рядом — сколько раз этого ждёт модель, а ниже слагаемое одной пары и сумма всех.
figure-likelihood-text = Бытие 1:3–5, World English Bible
figure-likelihood-lab = Самые частые слова лаборатории
figure-likelihood-source = Текст
figure-likelihood-step = Шаг вверх
figure-likelihood-steps = 100 шагов
figure-likelihood-again = Сначала
figure-likelihood-counts = n: сосчитано
figure-likelihood-expected = n·p: ожидается
figure-likelihood-term = n({ $w }, { $u }) · log p({ $w }|{ $u }) = { $n } · log { $p } = { $term }
figure-likelihood-sum = Сумма: { $sum }, { $step ->
    [one] сделан { NUMBER($step) } шаг
    [few] сделано { NUMBER($step) } шага
   *[many] сделано { NUMBER($step) } шагов
  } (при равных p: { $uniform }; граница: { $bound })
figure-likelihood-part = Сумма по показанным парам: { $sum }, шагов обучения лаборатории: { NUMBER($step) }
figure-likelihood-own = Здесь учится сам рисунок: одна матрица x, 3 числа на слово, градиентный подъём. Обучите лабораторию — рисунок покажет её числа.
figure-likelihood-table = Частоты и вероятности таблицей
