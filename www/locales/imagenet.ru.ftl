# Ошибка top-5 на ImageNet по годам, по-русски; загружается вместе с графиком. Те же ключи, что в imagenet.en.ftl.

imagenet-title = ImageNet: ошибка top-5 по годам
imagenet-lead = 1000 классов и не менее 100 000 тестовых изображений; ответ неверен, если ни одна из пяти догадок не называет класс. В 2012 году с большим отрывом победила сеть, которая сама выучила признаки, и с тех пор ни один победитель не строил признаки вручную.
imagenet-label = Ошибка top-5 победителей конкурса классификации ImageNet с 2010 по 2017 год: от 28,2 % с признаками, построенными вручную, до 2,25 % с выученными; один обученный человек — 5,1 %
imagenet-axis = Ошибка top-5, %
imagenet-hand-made = признаки построены вручную
imagenet-learned = признаки выучены (глубокая свёрточная сеть)
imagenet-human = один обученный человек, { $error } %
imagenet-extra = AlexNet с дополнительными данными, { $error } %
imagenet-extra-short = ({ $error } с дополнительными данными)
imagenet-table = Числа и источники
imagenet-year = Год
imagenet-winner = Победитель
imagenet-error = Ошибка top-5, %
imagenet-features = Признаки
imagenet-features-hand-made = построены вручную
imagenet-features-learned = выучены
imagenet-source = Источник
imagenet-person = Один обученный человек
imagenet-numbers = Числа до 2014 года и результат человека приведены в статье:
